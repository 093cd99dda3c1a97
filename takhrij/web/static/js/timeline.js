// The timeline: one row an event, its bar as wide as its date is vague, rival dates as ghosts beside it.
import { buttons, data, link, make, onPrint } from "./picture.js";

globalThis.loud();

const DAY = 86400000;
const told = data("timeline-data");
const frame = document.getElementById("timeline");

const start = (day) => new Date(`${day}T00:00:00`);
const past = (day) => new Date(start(day).getTime() + DAY);

/** First and last moment of a bar; an open end reaches as far as the picture does. */
function stretch(bar, from, to) {
  return { start: bar.first ? start(bar.first) : from, end: bar.last ? past(bar.last) : to };
}

/** The stretch of time that holds every end that is told, with some room. */
function extent(rows) {
  const days = rows.flatMap((r) => [r.time, ...r.rivals]).flatMap((b) => [b.first, b.last]);
  const moments = days.filter(Boolean).map((d) => start(d).getTime());
  if (!moments.length) moments.push(Date.now() - 365 * DAY); // every end is open
  const [low, high] = [Math.min(...moments), Math.max(...moments) + DAY];
  const room = Math.max((high - low) * 0.06, 15 * DAY);
  return [new Date(low - room), new Date(high + room)];
}

function itemsOf(rows, from, to) {
  const items = [];
  for (const row of rows) {
    const bar = (time, kind, id, said) => ({
      id,
      group: row.id,
      type: "range",
      content: "",
      said,
      className: `${kind} ${time.precision}${time.approximate ? " about" : ""}`,
      ...stretch(time, from, to),
    });
    items.push(bar(row.time, "bar", row.id, row.when));
    row.rivals.forEach((time, n) => items.push(bar(time, "ghost", `${row.id}#${n}`, time.when)));
  }
  return items;
}

/** Names of months, days and years in the language of the screen, in the digits that dates of the table have. */
function format(language) {
  const parts = (options) => new Intl.DateTimeFormat(language, { ...options, numberingSystem: "latn", calendar: "gregory" });
  const kinds = {
    year: parts({ year: "numeric" }),
    month: parts({ month: "short" }),
    day: parts({ day: "numeric" }),
    hour: parts({ hour: "2-digit", minute: "2-digit", hour12: false }),
    months: parts({ month: "long", year: "numeric" }),
    days: parts({ day: "numeric", month: "long", year: "numeric" }),
  };
  const minor = { year: "year", month: "month", week: "day", weekday: "day", day: "day" };
  const major = { year: null, month: "year", week: "months", weekday: "months", day: "months" };
  const by = (table, other) => (moment, scale) => {
    const kind = scale in table ? table[scale] : other;
    return kind === null ? "" : kinds[kind].format(moment.toDate ? moment.toDate() : moment);
  };
  return { minorLabels: by(minor, "hour"), majorLabels: by(major, "days") };
}

function draw(rows) {
  const [from, to] = extent(rows);
  const groups = rows.map((row, order) => ({ id: row.id, content: "", order, row }));
  const rightToLeft = told.direction === "rtl";
  const timeline = new vis.Timeline(frame, itemsOf(rows, from, to), groups, {
    rtl: rightToLeft,
    start: from,
    end: to,
    min: new Date(from.getTime() - 3650 * DAY),
    max: new Date(to.getTime() + 3650 * DAY),
    zoomMin: 3 * DAY,
    maxHeight: "70vh",
    verticalScroll: true,
    zoomKey: "ctrlKey",
    horizontalScroll: false,
    stack: true,
    selectable: true,
    showCurrentTime: false,
    showTooltips: false,
    orientation: { axis: "both", item: "top" },
    margin: { item: { horizontal: 0, vertical: 3 }, axis: 4 },
    groupOrder: "order",
    format: format(told.language),
    template: (item) => {
      const bar = make("span", "when");
      if (item) bar.title = item.said;
      return bar;
    },
    groupTemplate: (group) => {
      if (!group || !group.row) return make("span");
      return make("div", "row-name", link(group.row.href, group.row.label), make("small", "chip", group.row.chip));
    },
  });
  timeline.on("doubleClick", (event) => {
    const row = rows.find((r) => r.id === event.group);
    if (row) location.assign(row.href);
  });
  onPrint(frame);
  const step = (share) => {
    const window = timeline.getWindow();
    const width = (window.end - window.start) * share;
    timeline.setWindow(new Date(window.start.getTime() + width), new Date(window.end.getTime() + width));
  };
  buttons(document.getElementById("timeline-buttons"), {
    in: () => timeline.zoomIn(0.5),
    out: () => timeline.zoomOut(0.5),
    earlier: () => step(-0.4),
    later: () => step(0.4),
    all: () => timeline.setWindow(from, to),
  });
}

if (told.rows.length) draw(told.rows);
