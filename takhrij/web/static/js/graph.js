// The origin graph of an event: pages as boxes, sources outside the case as circles, arrows to what they go back to.

const holder = document.getElementById("graph");
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

if (holder) {
  const answer = await fetch(holder.dataset.graph);
  const { nodes, edges } = await answer.json();
  const elements = [
    ...nodes.map((n) => ({ data: { id: n.id, label: n.label, kind: n.kind }, classes: `${n.kind}${n.counted ? " counted" : ""}` })),
    ...edges.map((e, i) => ({ data: { id: `e${i}`, source: e.from, target: e.to, reason: e.reason }, classes: e.kind })),
  ];
  const font = getComputedStyle(document.body).fontFamily;
  const graph = cytoscape({
    container: holder, elements, maxZoom: 2,
    layout: { name: "breadthfirst", directed: true, padding: 24, spacingFactor: 1.1 },
    style: [
      { selector: "node", style: { label: "data(label)", "font-family": font, "font-size": 13, color: colour("--ink"), "background-color": colour("--tint"), "border-width": 1, "border-color": colour("--soft"), "text-wrap": "wrap", "text-max-width": 140, "text-valign": "bottom", "text-margin-y": 6, width: 26, height: 26 } },
      { selector: "node.document", style: { shape: "round-rectangle" } },
      { selector: "node.counted", style: { "background-color": colour("--accent"), "border-color": colour("--accent") } },
      { selector: "node.source", style: { shape: "ellipse", "background-color": colour("--source") } },
      { selector: "edge", style: { width: 2, "line-color": colour("--soft"), "target-arrow-color": colour("--soft"), "target-arrow-shape": "triangle", "curve-style": "bezier" } },
      { selector: "edge.copies", style: { "line-color": colour("--count"), "target-arrow-color": colour("--count") } },
      { selector: "edge.shares", style: { "line-style": "dashed", "target-arrow-shape": "none" } },
    ],
  });
  graph.on("tap", "node.document", (event) => { window.location.href = `/documents/${event.target.id()}`; });
}
