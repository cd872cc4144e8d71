// Focus goes to what the answer says, so that nobody has to look for it.
const told = (within) => {
  const said = document.getElementById("errors") ?? document.getElementById("done");
  if (within.contains(said)) said.focus();
};
document.addEventListener("DOMContentLoaded", () => told(document));
// Where another part of the page was swapped, what it said before is no news.
document.addEventListener("htmx:after:swap", ({detail: {ctx: {target}}}) => told(target.isConnected ? target : document));

// What is new comes by itself, but not under the hands of somebody who is at work in it,
// and where names are shown only when asked for: each showing is on record.
const show = (id, shown) => document.getElementById(id)?.toggleAttribute("hidden", !shown);
const busy = () => document.querySelector("#rows details[open]") || !document.querySelector("#rows[hx-get]");
document.addEventListener("changed", event => {
  if (!busy()) return;
  event.stopImmediatePropagation();
  show("news-held", true);
}, true);
for (const moment of ["htmx:before:request", "htmx:before:swap"]) {
  document.addEventListener(moment, event => {
    if (event.target.id === "rows" && busy()) event.preventDefault();
  });
}
document.addEventListener("htmx:sse:after:connection", () => show("news-gone", false));
document.addEventListener("htmx:sse:error", () => show("news-gone", true));
document.addEventListener("ended", () => location.assign("/"));
