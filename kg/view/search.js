// The search: names and other names in every language, compared without accents or case.

const SUGGESTIONS = 12;
const names = data.things.map((thing) => [...Object.values(thing.labels), ...thing.aliases].map((name) => ({ name, folded: fold(name) })));

/** The best form of a node's names for a folded query: { rank, name }, or null. */
function match(node, query) {
  let best = null;
  for (const { name, folded } of names[node]) {
    const at = ` ${folded}`.indexOf(` ${query}`);
    const rank = folded === query ? 0 : at === 0 ? 1 : at > 0 ? 2 : folded.includes(query) ? 3 : null;
    if (rank !== null && (best === null || rank < best.rank)) best = { rank, name };
  }
  return best;
}

function suggest(query) {
  const folded = fold(query);
  const found = [];
  data.things.forEach((thing, node) => {
    const hit = match(node, folded);
    if (hit) found.push({ node, ...hit, claims: thing.claims });
  });
  found.sort((a, b) => a.rank - b.rank || b.claims - a.claims || a.node - b.node);
  return found.slice(0, SUGGESTIONS);
}

function showSuggestions() {
  const found = suggest($("search").value);
  const options = found.map(({ node, name }, at) => {
    const shown = nodeName(node);
    const label = make("span", { class: "name" }, shown);
    if (fold(name) !== fold(shown)) label.append(" ", make("small", {}, name));
    const state = shownNodes.has(node) ? word("claims", { n: data.things[node].claims }) : word("hidden");
    return make("li", { id: `suggestion-${at}`, role: "option", "aria-selected": "false", "data-node": node, onmousedown: (event) => { event.preventDefault(); choose(node); } },
      swatch(data.things[node].kind), label, make("span", { class: "count" }, state));
  });
  $("suggestions").replaceChildren(...(options.length ? options : [make("li", { class: "nothing" }, word("search_none"))]));
  $("search-status").textContent = options.length ? word("search_found", { n: options.length }) : word("search_none");
  openSuggestions(true);
  mark(options.length && $("search").value ? 0 : -1);
}

function openSuggestions(open) {
  $("suggestions").hidden = !open;
  $("search").setAttribute("aria-expanded", open);
  if (!open) $("search").removeAttribute("aria-activedescendant");
}

function mark(at) {
  const options = [...$("suggestions").querySelectorAll("[role=option]")];
  options.forEach((option, place) => option.setAttribute("aria-selected", place === at));
  if (options[at]) {
    $("search").setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  }
}

function choose(node) {
  $("search").value = "";
  openSuggestions(false);
  if (!shownNodes.has(node)) resetFilters();
  go("node", node);
  approach([node]);
}

function searchKey(event) {
  const options = [...$("suggestions").querySelectorAll("[role=option]")];
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    if ($("suggestions").hidden) showSuggestions();
    else mark((at + step + options.length) % options.length);
  } else if (event.key === "Enter" && options[at] && !$("suggestions").hidden) {
    event.preventDefault();
    choose(Number(options[at].dataset.node));
    $("panel").focus();
  } else if (event.key === "Escape") {
    event.stopPropagation();
    openSuggestions(false);
  }
}

function startSearch() {
  $("search").oninput = showSuggestions;
  $("search").onfocus = showSuggestions;
  $("search").onblur = () => openSuggestions(false);
  $("search").onkeydown = searchKey;
}
