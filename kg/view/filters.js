// Which nodes and edges are shown.

const filters = { classes: new Set(), statuses: new Set(), relationships: new Set(), focus: null };

/** The edge's sentences that the dates let through, as indexes into data.sentences. */
function sentencesOf(edge) {
  const since = $("since").value, until = $("until").value;
  if (!since && !until && $("undated").checked) return data.edges[edge].sentences;
  return data.edges[edge].sentences.filter((at) => {
    const { earliest, latest } = data.sentences[at];
    if (!earliest && !latest) return $("undated").checked;
    return (!since || (latest ?? "9999") >= since) && (!until || (earliest ?? "") <= until);
  });
}

function claimsOf(edge) {
  return new Set(sentencesOf(edge).map((at) => data.sentences[at].claim)).size;
}

function passes(edge) {
  const { from, to, kind, status } = data.edges[edge];
  return !filters.statuses.has(status) && !filters.relationships.has(kind)
    && !filters.classes.has(data.things[from].cls) && !filters.classes.has(data.things[to].cls)
    && claimsOf(edge) >= $("minimum").valueAsNumber;
}

/** The nodes at most `hops` edges from a centre. */
function surroundings({ centre, hops }, edgesPassing) {
  const reached = new Set([centre]);
  for (let step = 0; step < hops; step += 1) {
    const before = new Set(reached);
    for (const edge of edgesPassing) {
      const { from, to } = data.edges[edge];
      if (before.has(from)) reached.add(to);
      if (before.has(to)) reached.add(from);
    }
  }
  return reached;
}

/** Let the filters decide anew what is shown. */
function applyFilters() {
  let passing = data.edges.map((_, edge) => edge).filter(passes);
  const near = filters.focus && surroundings(filters.focus, passing);
  if (near) passing = passing.filter((edge) => near.has(data.edges[edge].from) && near.has(data.edges[edge].to));
  shownNodes.clear();
  shownEdges.clear();
  for (const edge of passing) {
    shownEdges.add(edge);
    shownNodes.add(data.edges[edge].from).add(data.edges[edge].to);
  }
  data.things.forEach((thing, node) => {
    if (!near && !thing.edges.length && !filters.classes.has(thing.cls)) shownNodes.add(node);
  });
  if (near) shownNodes.add(filters.focus.centre);
  edgeView.refresh();
  nodeView.refresh();
  tellShown();
}

function tellShown() {
  $("shown").textContent = word("shown", {
    nodes: shownNodes.size, all_nodes: data.things.length, edges: shownEdges.size, all_edges: data.edges.length,
  });
  $("minimum-shown").textContent = word("claims", { n: $("minimum").valueAsNumber });
  $("empty").hidden = shownNodes.size > 0;
  const chip = $("focus-chip");
  chip.hidden = !filters.focus;
  if (!filters.focus) return;
  const { centre, hops } = filters.focus;
  chip.replaceChildren(
    make("span", {}, word("around", { name: nodeName(centre), n: hops })),
    make("button", { class: "link", type: "button", onclick: () => focusOn(centre, hops + 1) }, word("wider")),
    make("button", { class: "link", type: "button", onclick: () => focusOn(null) }, word("unfocus")),
  );
}

/** Show only the surroundings of a node, or everything again. */
function focusOn(centre, hops = 1) {
  filters.focus = centre === null ? null : { centre, hops };
  changed();
  fit();
}

function changed() {
  applyFilters();
  refreshPanel();
  point();
}

function resetFilters() {
  for (const set of [filters.classes, filters.statuses, filters.relationships]) set.clear();
  filters.focus = null;
  $("since").value = "";
  $("until").value = "";
  $("undated").checked = true;
  $("minimum").value = 1;
  listChoices();
  changed();
}

function count(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** A line with a check box that keeps `values` out of `off` while it is checked. */
function choice(name, sign, amount, values, off) {
  const box = make("input", { type: "checkbox", value: values[0] });
  const left = values.filter((value) => off.has(value)).length;
  box.checked = left === 0;
  box.indeterminate = left > 0 && left < values.length;
  box.onchange = () => {
    for (const value of values) box.checked ? off.delete(value) : off.add(value);
    listChoices();
    changed();
    [...document.querySelectorAll(".choices input")].find((other) => other.dataset.key === box.dataset.key)?.focus();
  };
  box.dataset.key = values.join(" ");
  return make("li", {}, make("label", { class: "choice" }, box, sign, make("span", {}, titled(name)), make("span", { class: "count" }, number(amount))));
}

function byLabel(counts) {
  return [...counts].sort(([a], [b]) => termName(a).localeCompare(termName(b), language));
}

function listChoices() {
  const classes = count(data.things.map((thing) => thing.cls));
  $("kinds").replaceChildren(...data.kinds.map((kind) => {
    const own = data.things.filter((thing) => thing.kind === kind);
    const below = byLabel(classes).filter(([name]) => own.some((thing) => thing.cls === name));
    const row = choice(termName(kind), swatch(kind), own.length, below.map(([name]) => name), filters.classes);
    if (below.length > 1) {
      row.append(make("ul", { class: "choices" }, ...below.map(([name, amount]) => choice(termName(name), null, amount, [name], filters.classes))));
    }
    return row;
  }));
  const statuses = count(data.edges.map((edge) => edge.status));
  $("statuses").replaceChildren(...[...statuses].sort((a, b) => b[1] - a[1])
    .map(([name, amount]) => choice(termName(name), line(name), amount, [name], filters.statuses)));
  $("relationships").replaceChildren(...byLabel(count(data.edges.map((edge) => edge.kind)))
    .map(([name, amount]) => choice(termName(name), null, amount, [name], filters.relationships)));
}

function startFilters() {
  const days = data.sentences.flatMap(({ earliest, latest }) => [earliest, latest]).filter(Boolean).sort();
  for (const id of ["since", "until"]) {
    if (days.length) Object.assign($(id), { min: days[0], max: days.at(-1) });
    $(id).onchange = changed;
  }
  $("undated").onchange = changed;
  $("minimum").max = Math.max(2, ...data.edges.map((_, edge) => claimsOf(edge)));
  $("minimum").oninput = changed;
  $("size").onchange = () => resize($("size").value);
  $("all-relationships").onclick = () => setRelationships(false);
  $("no-relationships").onclick = () => setRelationships(true);
  $("reset").onclick = resetFilters;
  listChoices();
}

function setRelationships(off) {
  filters.relationships = new Set(off ? data.edges.map((edge) => edge.kind) : []);
  listChoices();
  changed();
}
