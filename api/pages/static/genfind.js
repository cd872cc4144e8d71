// Focus goes to what the answer says, so that nobody has to look for it.
document.addEventListener("htmx:after:swap", () => {
  (document.getElementById("errors") ?? document.getElementById("done"))?.focus();
});
