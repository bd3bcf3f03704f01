// The page: puts words on it, starts its parts and wires them.

function sayEverything() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll("[data-hint]")) element.placeholder = word(element.dataset.hint);
  for (const element of document.querySelectorAll("[data-name]")) {
    element.setAttribute("aria-label", word(element.dataset.name));
    if (element.matches(".icon")) element.title = word(element.dataset.name);
  }
  const title = data.title || word("title");
  document.title = title;
  document.querySelector("h1").textContent = title;
  const things = word("things", { n: data.things.length });
  const links = word("edges", { n: data.edges.length });
  $("counts").textContent = [things, links, word("claims", { n: data.claims }), word("documents", { n: data.documents.length })].join(" · ");
  document.querySelector("#graph .vis-network")?.setAttribute("aria-label", word("graph", { nodes: things, edges: links }));
}

function speak(chosen) {
  language = chosen;
  relabel();
  listChoices();
  sayEverything();
  tellShown();
  refreshPanel();
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  if (graph) recolour();
}

function drawer(open) {
  $("filters").classList.toggle("open", open);
  $("open-filters").setAttribute("aria-expanded", open);
  $(open ? "close-filters" : "open-filters").focus();
}

function setPhysics(on) {
  $("physics").setAttribute("aria-pressed", on);
  graph.setOptions({ physics: { enabled: on } });
  if (!on) keepPlaces([...shownNodes]);
}

function clicked({ pointer }) {
  const node = graph.getNodeAt(pointer.DOM);
  const edge = graph.getEdgeAt(pointer.DOM);
  if (node !== undefined) go("node", node);
  else if (edge !== undefined) go("edge", edge);
  else go(null);
  if (current && pointer.DOM.y > $("graph").clientHeight - covered() - 40) approach(ends(current));
}

function pressed(event) {
  if (event.key === "Escape") {
    if ($("filters").classList.contains("open")) drawer(false);
    else go(null);
  } else if (event.key === "/" && !event.target.closest("input, select")) {
    event.preventDefault();
    $("search").focus();
  }
}

function startTools() {
  $("language").replaceChildren(...Object.keys(data.words).map((code) => make("option", { value: code }, code.toUpperCase())));
  $("language").value = language;
  $("language").onchange = () => speak($("language").value);
  $("theme").onclick = () => setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
  $("open-filters").onclick = () => drawer(!$("filters").classList.contains("open"));
  $("close-filters").onclick = () => drawer(false);
  $("zoom-in").onclick = () => zoom(1.4);
  $("zoom-out").onclick = () => zoom(1 / 1.4);
  $("fit").onclick = () => fit();
  $("physics").onclick = () => setPhysics($("physics").getAttribute("aria-pressed") !== "true");
  document.addEventListener("keydown", pressed);
  addEventListener("hashchange", follow);
}

function start() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  setTheme(dark.matches ? "dark" : "light");
  dark.addEventListener("change", () => setTheme(dark.matches ? "dark" : "light"));
  startFilters();
  startTools();
  applyFilters();
  draw();
  startSearch();
  sayEverything();
  graph.on("click", clicked);
  fit(false);
  follow();
  graph.once("afterDrawing", () => {
    performance.mark("kg-ready");
    Object.assign(window, { kgReady: true, kgGraph: graph }); // for scripts that look in from outside
  });
}

start();
