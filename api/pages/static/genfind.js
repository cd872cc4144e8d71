// Focus goes to what the answer says, so that nobody has to look for it.
const told = (within) => {
  const said = document.getElementById("errors") ?? document.getElementById("done");
  if (within.contains(said)) said.focus();
};
document.addEventListener("DOMContentLoaded", () => told(document));
// Where something else was swapped, what was said before is no news.
document.addEventListener("htmx:after:swap", ({detail: {ctx: {target}}}) => told(target.isConnected ? target : document));
