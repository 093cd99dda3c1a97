// The map: outlines without tiles, a mark a place with a circle as wide as the place is vague.
import { data, link, make, onPrint, said } from "./picture.js";

const told = data("map-data");
const SMALL = 6; // from this zoom on, governorates are named, and no longer countries

const map = L.map("map", { attributionControl: true, zoomSnap: 0.5, minZoom: 2, maxZoom: 12, worldCopyJump: false });
map.attributionControl.setPrefix(false);
map.attributionControl.addAttribution(told.words.outlines).getContainer().dir = "auto";
map.createPane("outlines").style.zIndex = 300;
map.createPane("names").style.zIndex = 350;

/** The middle of the largest part of an outline, by the box around it. */
function middle(feature) {
  const { type, coordinates } = feature.geometry;
  const parts = (type === "Polygon" ? [coordinates] : coordinates).map((rings) => L.latLngBounds(rings[0].map(([x, y]) => [y, x])));
  const size = (box) => (box.getEast() - box.getWest()) * (box.getNorth() - box.getSouth());
  return parts.reduce((a, b) => (size(b) > size(a) ? b : a)).getCenter();
}

function nameAt(place, name, kind) {
  const icon = L.divIcon({ className: `place-name ${kind}`, html: said(name, "span"), iconSize: null });
  return L.marker(place, { icon, pane: "names", interactive: false, keyboard: false });
}

/** Draws one file of outlines; `names` gives the name of a shape, or nothing. */
async function outlines(address, kind, names) {
  const topology = await (await fetch(address)).json();
  const object = topology.objects[kind === "country" ? "countries" : Object.keys(topology.objects)[0]];
  const shapes = topojson.feature(topology, object);
  // Where governorates are drawn over a country, its own coarser line would stand beside theirs.
  const style = (f) => ({ className: `outline ${kind}${kind === "country" && told.under.includes(f.id) ? " under" : ""}` });
  L.geoJSON(shapes, { pane: "outlines", interactive: false, style }).addTo(map);
  const shown = shapes.features.filter((f) => f.geometry && names(f));
  return L.layerGroup(shown.map((f) => nameAt(middle(f), names(f), kind)));
}

function popup(place) {
  const list = make("ul");
  for (const event of place.events) {
    const line = make("li", "", link(event.href, event.label));
    if (event.rival) line.append(" ", make("small", "rival", told.words.rival));
    list.append(line);
  }
  const more = place.more ? [make("p", "", link(place.href, place.more))] : [];
  const head = make("p", "popup-head", said(place.name, "strong"), " ", make("small", "", place.precision));
  const box = make("div", "map-popup", head, make("p", "", place.counts), list, ...more);
  box.dir = told.direction;
  return box;
}

function mark(place) {
  const [lon, lat] = place.at;
  const rival = place.rival;
  const count = make("span", "", String(place.count));
  const icon = L.divIcon({ className: `place-mark${rival ? " rival" : ""}`, html: count, iconSize: [28, 28] });
  L.circle([lat, lon], { radius: place.radius, className: `around${rival ? " rival" : ""}`, interactive: false }).addTo(map);
  const shown = L.marker([lat, lon], { icon, keyboard: true, riseOnHover: true, alt: `${place.name}: ${place.counts}`, title: place.name });
  return shown.bindPopup(() => popup(place), { maxWidth: 320, maxHeight: 260 }).addTo(map);
}

function look() {
  if (!told.places.length) return map.setView([15.5, 47], 6);
  const box = L.latLngBounds([]);
  for (const place of told.places) {
    const [lon, lat] = place.at;
    box.extend(L.latLng(lat, lon).toBounds(Math.max(place.radius * 2.4, 60000)));
  }
  return map.fitBounds(box, { maxZoom: 9, animate: false });
}

look();
for (const place of told.places) mark(place);

// In turn, so that governorates lie over countries.
const countries = await outlines(told.world, "country", (f) => told.countries[f.id]);
const governorates = [];
for (const [address, names] of Object.entries(told.outlines)) {
  governorates.push(await outlines(address, "governorate", (f) => names[f.properties.name]));
}
/** Hides names that would lie over marks or over other names. */
function untangle() {
  const boxes = [...document.querySelectorAll("#map .place-mark")].map((mark) => mark.getBoundingClientRect());
  for (const name of document.querySelectorAll("#map .place-name")) {
    const box = name.firstChild.getBoundingClientRect();
    const free = boxes.every((b) => box.right < b.left || box.left > b.right || box.bottom < b.top || box.top > b.bottom);
    name.classList.toggle("hidden", !free);
    if (free) boxes.push(box);
  }
}

const named = () => {
  const near = map.getZoom() >= SMALL && governorates.length > 0;
  for (const layer of governorates) near ? layer.addTo(map) : layer.remove();
  near ? countries.remove() : countries.addTo(map);
  untangle();
};
onPrint(document.getElementById("map"));
map.on("zoomend", named);
named();
document.getElementById("map").dataset.drawn = "yes";
