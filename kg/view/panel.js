// The panel: what is known of a node, and the sentences behind an edge.

const SENTENCES = 40;
let current = null; // { what: "node" | "edge", at }

function link(text, action, name = "link") {
  return make("button", { class: name, type: "button", onclick: action }, text);
}

function head(...content) {
  const close = make("button", { class: "icon", type: "button", "aria-label": word("close"), title: word("close"), onclick: () => go(null) });
  close.append($("close-filters").firstElementChild.cloneNode(true));
  return make("div", { class: "panel-head" }, make("div", {}, ...content), close);
}

function kindLine(thing) {
  return make("p", { class: "kind" }, swatch(thing.kind), titled(termName(thing.cls)));
}

function facts(pairs) {
  const list = make("dl", { class: "facts" });
  for (const [name, value] of pairs) if (value) list.append(make("dt", {}, name), make("dd", {}, value));
  return list;
}

function nodePanel(node) {
  const thing = data.things[node];
  const name = nodeName(node);
  const aliases = [...new Set([...Object.values(thing.labels), ...thing.aliases])].filter((alias) => alias !== name);
  const own = thing.edges.filter((edge) => shownEdges.has(edge)).sort((a, b) => claimsOf(b) - claimsOf(a) || a - b);
  return [
    head(make("h2", { class: name.length > 60 ? "long" : "" }, name), kindLine(thing)),
    facts([
      [word("also"), aliases.join(" · ")],
      [word("country"), thing.country ? inLanguage(thing.country) : ""],
      [word("coordinates"), thing.point ? thing.point.map((degrees) => number(degrees, 3)).join(" ; ") : ""],
      [word("measures"), [word("claims", { n: thing.claims }), word("neighbours", { n: thing.links }), word("betweenness", { n: number(thing.betweenness, 3) })].join(" · ")],
    ]),
    make("p", { class: "actions" },
      filters.focus?.centre === node ? link(word("unfocus"), () => focusOn(null)) : link(word("focus"), () => focusOn(node)),
      copyLink()),
    make("h3", {}, own.length ? word("edges", { n: own.length }) : word("no_edges")),
    make("ul", {}, ...own.map((edge) => make("li", {}, edgeRow(edge, node)))),
  ];
}

function edgeRow(edge, node) {
  const { from, to, directed } = data.edges[edge];
  const way = !directed ? "—" : from === node ? "→" : "←";
  const other = from === node ? to : from;
  return make("button", { class: "row", type: "button", "data-edge": edge, onclick: () => go("edge", edge) },
    make("span", { class: "way", "aria-hidden": "true" }, way),
    make("span", {}, make("span", { class: "verb" }, `${edgeName(edge)}${statusNote(edge)} `), nodeName(other)),
    make("span", { class: "count" }, word("sentences", { n: sentencesOf(edge).length })));
}

function edgePanel(edge) {
  const { from, to, status } = data.edges[edge];
  const own = sentencesOf(edge);
  const list = make("div", {}, ...own.slice(0, SENTENCES).map(sentenceFigure));
  const rest = own.slice(SENTENCES);
  const more = rest.length ? link(word("more", { n: rest.length }), () => {
    list.append(...rest.map(sentenceFigure));
    more.remove();
  }) : null;
  return [
    head(make("h2", { class: "path" },
      make("span", {}, link(nodeName(from), () => visit(from))),
      make("span", { class: "verb" }, line(status), edgeName(edge)),
      make("span", {}, link(nodeName(to), () => visit(to))))),
    make("p", { class: "tags" }, tag(termName(data.edges[edge].kind)), tag(termName(status)), tag(word("claims", { n: claimsOf(edge) }))),
    make("p", { class: "actions" }, copyLink()),
    make("h3", {}, word("sentences", { n: own.length })),
    list,
    more,
  ];
}

const tag = (text) => make("span", { class: "tag" }, text);

function visit(node) {
  go("node", node);
  approach([node]);
}

function sentenceFigure(at) {
  const sentence = data.sentences[at];
  const source = data.documents[sentence.document];
  const caption = [source.publisher, source.published && word("published", { date: showDate(source.published) })].filter(Boolean).join(" · ");
  return make("figure", { class: "sentence" },
    make("blockquote", { lang: source.language }, ...sentence.parts.map(part)),
    make("figcaption", {},
      make("div", { class: "title" }, source.url ? make("a", { href: source.url, target: "_blank", rel: "noopener noreferrer" }, source.title) : source.title),
      make("div", {}, caption),
      make("div", { class: "tags" },
        tag(sentence.date ? showDate(sentence.date) : word("undated_event")),
        tag(termName(sentence.status)),
        sentence.speaker ? tag(word("says", { name: inLanguage(sentence.speaker) })) : null,
        ...(sentence.numbers ?? []).map(([kind, words]) => tag(word("number", { kind: termName(kind), words }))))));
}

/** A stretch of a quote: plain text, the trigger (-1), or a mention that leads to its node. */
function part([text, of]) {
  if (of === undefined) return text;
  if (of === -1) return make("mark", {}, text);
  return make("button", { class: "mention", type: "button", style: `--of: var(--${data.things[of].kind}, currentColor)`, title: nodeName(of), onclick: () => visit(of) }, text);
}

function copyLink() {
  const button = link(word("copy"), async () => {
    await navigator.clipboard?.writeText(location.href);
    button.textContent = word("copied");
  });
  return button;
}

/** Go to a node, an edge, or nowhere, by way of the address, so that the browser's back works. */
function go(what, at) {
  const wanted = what ? `#${what}=${encodeURIComponent(what === "node" ? data.things[at].id : data.edges[at].id).replace(/%2F/g, "/")}` : "#";
  if (what || location.hash) location.hash = wanted;
  open(what ? { what, at } : null);
}

/** Follow the address where it was changed by hand or by the browser's back. */
function follow() {
  const asked = addressed();
  if (asked?.what === current?.what && asked?.at === current?.at) return;
  open(asked);
  if (asked) approach(ends(asked));
}

const ends = ({ what, at }) => (what === "node" ? [at] : [data.edges[at].from, data.edges[at].to]);

/** What the address asks for. */
function addressed() {
  const [, what, id] = /^#(node|edge)=(.+)$/.exec(decodeURIComponent(location.hash)) ?? [];
  if (!what) return null;
  const at = (what === "node" ? data.things : data.edges).findIndex((thing) => thing.id === id || thing.iri === id);
  return at < 0 ? null : { what, at };
}

function open(wanted) {
  current = wanted;
  if (current && !(current.what === "node" ? shownNodes : shownEdges).has(current.at)) resetFilters();
  refreshPanel();
  $("panel").scrollTop = 0;
  $("hint").hidden = true;
  point();
}

/** Write the panel anew; who reads it by keyboard stays in it, or is led back to the graph. */
function refreshPanel() {
  const inside = $("panel").contains(document.activeElement);
  $("panel").hidden = !current;
  document.querySelector("main").classList.toggle("reading", Boolean(current));
  if (current) $("panel").replaceChildren(...(current.what === "node" ? nodePanel : edgePanel)(current.at).filter(Boolean));
  if (inside) (current ? $("panel") : document.querySelector("#graph .vis-network")).focus();
}

/** Let what the panel tells of stand out, with its surroundings. */
function point() {
  if (!current) {
    graph.unselectAll();
    light(null);
    return;
  }
  const { what, at } = current;
  const own = new Set((what === "node" ? data.things[at].edges : [at]).filter((edge) => shownEdges.has(edge)));
  const around = new Set(ends(current));
  for (const edge of own) around.add(data.edges[edge].from).add(data.edges[edge].to);
  graph.setSelection({ nodes: what === "node" ? [at] : [], edges: [...own] }, { highlightEdges: false });
  light({ nodes: around, edges: own });
}
