// The drawing: vis-network over what pyvis prepared. `nodes` and `edges` hold everything, the two
// views what the filters let through.

const shownNodes = new Set();
const shownEdges = new Set();
const large = data.things.length + data.edges.length > data.large;
const nodes = new vis.DataSet(data.drawing.nodes);
const edges = new vis.DataSet(data.drawing.edges.map((edge) => (large ? { ...edge, label: "" } : edge)));
const nodeView = new vis.DataView(nodes, { filter: (node) => shownNodes.has(node.id) });
const edgeView = new vis.DataView(edges, { filter: (edge) => shownEdges.has(edge.id) });
const still = matchMedia("(prefers-reduced-motion: reduce)");

let graph = null;
let lit = null; // what stands out: { nodes, edges }, or null where all is alike

function style(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The colours of the theme, as options of vis-network. */
function colours() {
  const groups = {};
  for (const kind of data.kinds) {
    const background = style(`--${kind}`) || style("--edge");
    const border = style(`--${kind}-edge`) || style("--ink");
    const strong = { background, border: style("--ink") };
    groups[kind] = { color: { background, border, highlight: strong, hover: strong } };
  }
  const font = { color: style("--ink"), strokeColor: style("--page"), face: getComputedStyle(document.body).fontFamily };
  const strong = style("--edge-strong");
  return {
    groups,
    nodes: { font },
    edges: {
      font: { ...font, color: style("--soft") },
      color: { color: style("--edge"), highlight: strong, hover: strong, inherit: false, opacity: large ? 0.4 : 1 },
    },
  };
}

function mergeOptions(into, from) {
  for (const [key, value] of Object.entries(from)) {
    if (value && typeof value === "object" && !Array.isArray(value)) into[key] = mergeOptions({ ...into[key] }, value);
    else into[key] = value;
  }
  return into;
}

/** Draw what the filters let through, in the colours of the theme. */
function draw() {
  const options = mergeOptions(structuredClone(data.drawing.options), colours());
  if (large) Object.assign(options.interaction, { hover: false, hideEdgesOnDrag: true, hideEdgesOnZoom: true });
  graph = new vis.Network($("graph"), { nodes: nodeView, edges: edgeView }, options);
  graph.on("dragEnd", ({ nodes: dragged }) => keepPlaces(dragged));
  graph.on("afterDrawing", veil);
}

function recolour() {
  graph.setOptions(colours());
}

/** Remember where nodes stand now, so that filtering does not throw them back. */
function keepPlaces(ids) {
  const places = graph.getPositions(ids);
  nodes.update(ids.map((id) => ({ id, x: places[id].x, y: places[id].y })));
}

function relabel() {
  nodes.update(data.drawing.nodes.map(({ id }) => ({ id, label: shorten(nodeName(id)), title: tooltip(nodeName(id)) })));
  name(large ? lit?.edges ?? [] : edges.getIds());
}

const NAMELESS = " "; // vis-network takes no empty name where there was one

/** Write the names of edges beside them; in a large graph only those that are lit, as text is slow. */
function name(ids, named = true) {
  edges.update([...ids].map((id) => ({ id, label: named ? edgeName(id) + statusNote(id) : NAMELESS })));
}

const LABEL = 28; // characters of a name that the graph shows

function shorten(name) {
  return name.length > LABEL ? `${name.slice(0, LABEL - 1).trimEnd()}…` : name;
}

const tooltip = (name) => (name.length > LABEL ? name : undefined);

function resize(measure) {
  nodes.update(data.things.map((thing, id) => ({ id, value: Math.sqrt(thing[measure]) })));
}

/** Veil everything but these nodes and edges; lift the veil where `keep` is null. */
function light(keep) {
  if (large) name([...(lit?.edges ?? [])].filter((edge) => !keep?.edges.has(edge)), false);
  if (large) name([...(keep?.edges ?? [])].filter((edge) => !lit?.edges.has(edge)));
  lit = keep;
  graph.redraw();
}

/** Draw the veil, and what is lit again on top of it: quick, however much lies below. */
function veil(context) {
  if (!lit) return;
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha = 0.82;
  context.fillStyle = style("--page");
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  context.restore();
  const { nodes: drawnNodes, edges: drawnEdges } = graph.body;
  const lines = [...lit.edges].map((edge) => drawnEdges[edge]).filter((edge) => edge?.connected);
  for (const edge of lines) edge.draw(context);
  for (const edge of lines) edge.drawArrows(context);
  const names = [...lit.nodes].map((node) => drawnNodes[node]?.draw(context));
  for (const name of names) name?.drawExternalLabel?.();
}

/** Show all that passes the filters; nothing moves where `animate` is false. */
function fit(animate = true) {
  if (shownNodes.size) approach([...shownNodes], { nearest: 1.3, animate });
}

function zoom(factor) {
  graph.moveTo({ scale: Math.min(4, Math.max(0.02, graph.getScale() * factor)), animation: false });
}

/** How much of the drawing's height the panel covers where it is a sheet. */
function covered() {
  return matchMedia("(max-width: 820px)").matches && !$("panel").hidden ? $("panel").offsetHeight : 0;
}


/** Bring nodes into the part of the drawing that no sheet covers. */
function approach(ids, { nearest = Math.max(0.9, Math.min(1.4, graph.getScale())), animate = true } = {}) {
  const places = Object.values(graph.getPositions(ids));
  const [left, right] = [Math.min(...places.map(({ x }) => x)), Math.max(...places.map(({ x }) => x))];
  const [top, bottom] = [Math.min(...places.map(({ y }) => y)), Math.max(...places.map(({ y }) => y))];
  const room = { x: $("graph").clientWidth * 0.92, y: ($("graph").clientHeight - covered()) * 0.92 };
  const fits = Math.min(room.x / (right - left + 110), room.y / (bottom - top + 70)); // names stand out
  graph.moveTo({
    position: { x: (left + right) / 2, y: (top + bottom) / 2 },
    scale: Math.min(fits, nearest),
    offset: { x: 0, y: -covered() / 2 },
    animation: animate && !still.matches && !large ? { duration: 350 } : false,
  });
}
