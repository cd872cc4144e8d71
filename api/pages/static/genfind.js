// Focus goes to what the answer says, so that nobody has to look for it.
const told = () => (document.getElementById("errors") ?? document.getElementById("done"))?.focus();
document.addEventListener("DOMContentLoaded", told);
document.addEventListener("htmx:after:swap", told);
