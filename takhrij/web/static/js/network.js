// The network: actors and what is told between them, as thick as independent origins tell it, through time.
import { buttons, colour, data, fill, link, make, onPrint, onTheme, said } from "./picture.js";

const told = data("network-data");
const frame = document.getElementById("network");
const about = document.getElementById("network-about");
const first = document.getElementById("network-first");
const last = document.getElementById("network-last");
const line = document.getElementById("network-line");

const nameOf = new Map(told.nodes.map((n) => [n.id, n.name]));
const monthName = new Intl.DateTimeFormat(told.language, { month: "long", year: "numeric", numberingSystem: "latn", calendar: "gregory" });
const monthSaid = (month) => monthName.format(new Date(Math.floor(month / 12), month % 12, 1));

/** Whether what an origin tells may lie in the months chosen; where it tells no time it always does. */
const within = ([, begins, ends], low, high) => (begins ?? -Infinity) <= high && (ends ?? Infinity) >= low;

const graph = cytoscape({
  container: frame,
  elements: [
    ...told.nodes.map((n) => ({ data: { id: n.id, label: n.name } })),
    ...told.edges.map((e) => ({ data: { ...e, label: e.said }, classes: `${e.kind}${e.directed ? " directed" : ""}${e.planned ? " planned" : ""}` })),
  ],
  minZoom: 0.2,
  maxZoom: 3,
  layout: { name: "circle" },
});

const pairOf = (edge) => [edge.data("source"), edge.data("target")].sort().join("\n");

/** One edge of each pair of actors: many lines between two must not draw them onto each other. */
function pairs() {
  const seen = new Set();
  return graph.edges().filter((edge) => !seen.has(pairOf(edge)) && seen.add(pairOf(edge)));
}

// From a circle in the order given, without chance: equal cases draw equal pictures.
const arrange = () =>
  graph
    .nodes()
    .union(pairs())
    .layout({
      name: "cose", randomize: false, animate: false, padding: 40, nodeDimensionsIncludeLabels: false,
      idealEdgeLength: () => 120, nodeRepulsion: () => 400000, edgeElasticity: () => 100, nodeOverlap: 10, componentSpacing: 120, gravity: 0.5,
    })
    .run();

// Words stay readable when a wide graph is drawn small.
let scale = 1;
function rescale() {
  const wanted = Math.min(Math.max(1 / graph.zoom(), 0.7), 1.9);
  if (Math.abs(wanted - scale) / scale > 0.12) {
    scale = wanted;
    paint();
  }
}

function paint() {
  const [ink, paper, tie, dealing, soft] = ["--ink", "--paper", "--view-tie", "--view-dealing", "--view-node"].map((n) => colour(n, frame));
  const width = (e) => Math.min(1.5 + 1.5 * (e.data("shown") || 1), 12);
  graph.style([
    { selector: "node", style: { label: "data(label)", "font-family": told.font, "font-size": 13 * scale, color: ink, "text-wrap": "wrap", "text-max-width": 130 * scale,
        "text-valign": "bottom", "text-margin-y": 4, "background-color": soft, "border-color": ink, "border-width": 1.5, width: 24 * scale, height: 24 * scale,
        "text-background-color": paper, "text-background-opacity": 0.85, "text-background-padding": 2 } },
    { selector: "edge", style: { width, label: "data(label)", "font-family": told.font, "font-size": 11 * scale, color: ink, "curve-style": "bezier",
        "control-point-step-size": 55 * scale, "line-color": tie, "target-arrow-color": tie, "text-background-color": paper, "text-background-opacity": 0.85, "text-background-padding": 2,
        "text-rotation": "none" } },
    { selector: "edge.dealing", style: { "line-color": dealing, "target-arrow-color": dealing } },
    { selector: "edge.directed", style: { "target-arrow-shape": "triangle", "arrow-scale": 1.1 } },
    { selector: "edge.planned", style: { "line-style": "dashed" } },
    { selector: ".out", style: { display: "none" } },
    { selector: ":selected", style: { "border-width": 4, "font-weight": "bold", "z-index": 9, "overlay-color": ink, "overlay-opacity": 0.12 } },
  ]).update();
}

function through() {
  let [low, high] = [Number(first.value), Number(last.value)];
  if (low > high) [low, high] = [high, low];
  const whole = low <= Number(first.min) && high >= Number(last.max);
  let ties = 0;
  graph.batch(() => {
    for (const edge of graph.edges()) {
      const shown = new Set(edge.data("spans").filter((span) => whole || within(span, low, high)).map(([origin]) => origin));
      edge.data("shown", shown.size).toggleClass("out", shown.size === 0);
      ties += shown.size > 0;
    }
    for (const node of graph.nodes()) node.toggleClass("out", node.connectedEdges().every((e) => e.hasClass("out")));
  });
  const actors = graph.nodes().filter((n) => !n.hasClass("out")).length;
  first.setAttribute("aria-valuetext", monthSaid(Number(first.value)));
  last.setAttribute("aria-valuetext", monthSaid(Number(last.value)));
  line.textContent = fill(told.words.shown, { ties, actors, first: monthSaid(low), last: monthSaid(high) });
}

function proofs(edge) {
  const list = make("ul");
  for (const proof of edge.data("evidence")) {
    const item = make("li", "", link(proof.href, proof.when), " · ", said(proof.document));
    list.append(item);
  }
  if (edge.data("more")) list.append(make("li", "", edge.data("more")));
  return list;
}

/** What is told of the edge or the actor chosen. */
function tell(chosen) {
  const edges = chosen.isEdge() ? [chosen] : chosen.connectedEdges().filter((e) => !e.hasClass("out")).toArray();
  about.replaceChildren(
    ...edges.map((edge) => {
      const [a, b] = [edge.data("source"), edge.data("target")].map((id) => said(nameOf.get(id)));
      const head = make("p", "", a, " ", make("strong", "", edge.data("said")), " ", b, ` (${edge.data("chip")})`);
      return make("div", "told", head, proofs(edge));
    }),
  );
}

graph.on("select", "node, edge", (event) => tell(event.target));
graph.on("unselect", () => about.replaceChildren());
onTheme(paint);
arrange();
for (const slider of [first, last]) slider.addEventListener("input", through);
through();
graph.fit(undefined, 40);
rescale();
graph.on("zoom", rescale);
onPrint(frame);
buttons(document.getElementById("network-buttons"), {
  in: () => graph.zoom({ level: graph.zoom() * 1.3, renderedPosition: { x: frame.clientWidth / 2, y: frame.clientHeight / 2 } }),
  out: () => graph.zoom({ level: graph.zoom() / 1.3, renderedPosition: { x: frame.clientWidth / 2, y: frame.clientHeight / 2 } }),
  all: () => graph.fit(graph.elements().not(".out"), 40),
});
frame.dataset.drawn = "yes";
