// The map of communes: a <div class="map" data-shapes="…" data-values="…"> draws GeoJSON that this machine serves.
//
// data-values gives {title, unit, low, high, areas: [{code, name, value, url, text, count}]}, by an address or as "#id" of a JSON
// element of the page; the same figures stand in a table beside it. With {kinds: [{value, name, tone}]} an area is one of a few
// kinds instead of more or less, and `count` stands on it. A map that is swapped for itself keeps its drawing and takes the figures.
import { MapChart } from "echarts/charts";
import { TooltipComponent, VisualMapComponent } from "echarts/components";
import { init, registerMap, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([MapChart, TooltipComponent, VisualMapComponent, CanvasRenderer]);

const FONT = '"Be Vietnam Pro", system-ui, sans-serif';
const number = new Intl.NumberFormat(document.documentElement.lang || "vi", { maximumFractionDigits: 1 });

async function fetchJson(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

// A degree of longitude is shorter than one of latitude by the cosine of the latitude; without it the province looks squeezed.
function squeeze(shapes) {
  let low = 90;
  let high = -90;
  const walk = (list) => {
    if (typeof list[0] === "number") {
      low = Math.min(low, list[1]);
      high = Math.max(high, list[1]);
    } else list.forEach(walk);
  };
  for (const { geometry } of shapes.features) if (geometry) walk(geometry.coordinates);
  return low > high ? 1 : Math.cos((((low + high) / 2) * Math.PI) / 180);
}

const TONES = { green: "#a9d5b8", red: "#df7a72", amber: "#f0b95e", grey: "#f1f3f1" };

async function figuresOf(place) {
  const { values } = place.dataset;
  return values.startsWith("#") ? JSON.parse(document.querySelector(values).textContent) : fetchJson(values);
}

function scaleOf(figures) {
  const words = { left: 12, bottom: 12, textStyle: { fontFamily: FONT, color: "#566670" } };
  if (figures.kinds) {
    const pieces = figures.kinds.map(({ value, name, tone }) => ({ value, label: name, color: TONES[tone] }));
    return { ...words, type: "piecewise", pieces, hoverLink: false, selectedMode: false, itemWidth: 14, itemHeight: 14 };
  }
  return {
    ...words,
    min: 0,
    max: Math.max(1, ...figures.areas.map((area) => area.value ?? 0)),
    text: [figures.high ?? "", figures.low ?? ""],
    inRange: { color: ["#eef3f1", "#f6d9a8", "#e08a4b", "#b3261e"] },
    calculable: false,
  };
}

// What stands on an area of which there is something to count.
const badge = (count) => ({
  show: true,
  formatter: number.format(count),
  color: "#fff",
  backgroundColor: "#0f2a3d",
  borderRadius: 9,
  padding: [3, 6],
  fontFamily: FONT,
  fontSize: 12,
  fontWeight: 600,
});

function fill(chart, place, figures) {
  const areas = new Map(figures.areas.map((area) => [String(area.code), area]));
  chart.areas = areas;
  chart.setOption({
    textStyle: { fontFamily: FONT },
    tooltip: {
      // Drawn on the canvas: the page's policy allows no inline style in markup.
      renderMode: "richText",
      textStyle: { fontFamily: FONT, fontSize: 13 },
      formatter: ({ name, value }) => {
        const area = areas.get(name);
        if (area?.text) return `${area.name}\n${area.text}`;
        const amount = Number.isFinite(value) && !figures.kinds ? `${number.format(value)} ${figures.unit ?? ""}` : (figures.none ?? "–");
        return `${area?.name ?? chart.names.get(name) ?? name}\n${amount.trim()}`;
      },
    },
    visualMap: scaleOf(figures),
    series: [
      {
        type: "map",
        map: place.dataset.shapes,
        nameProperty: place.dataset.key || "code",
        aspectScale: chart.squeeze,
        preserveAspect: "contain",
        top: 14,
        right: 14,
        bottom: 14,
        left: 14,
        animation: false,
        selectedMode: false,
        itemStyle: { areaColor: "#f1f3f1", borderColor: figures.kinds ? "#c9d1cd" : "#fff", borderWidth: figures.kinds ? 0.6 : 1 },
        label: { show: false },
        emphasis: { label: { show: false }, itemStyle: { areaColor: null, borderColor: "#0f2a3d", borderWidth: 2 } },
        data: figures.areas.map((area) => ({
          name: String(area.code),
          value: area.value,
          ...(area.count ? { label: badge(area.count), emphasis: { label: badge(area.count) } } : {}),
        })),
      },
    ],
  });
}

async function draw(place) {
  const [shapes, figures] = await Promise.all([fetchJson(place.dataset.shapes), figuresOf(place)]);
  registerMap(place.dataset.shapes, shapes);
  const chart = init(place, null, { renderer: "canvas" });
  chart.squeeze = squeeze(shapes);
  const key = place.dataset.key || "code";
  chart.names = new Map(shapes.features.map(({ properties }) => [String(properties[key]), properties.name]));
  fill(chart, place, figures);
  chart.on("click", ({ name }) => {
    const address = chart.areas.get(name)?.url;
    if (address) location.assign(address);
  });
  new ResizeObserver(() => chart.resize()).observe(place);
  return chart;
}

const drawn = new Map(); // shapes' address → the place and its chart, as a promise

function take(place) {
  const known = drawn.get(place.dataset.shapes);
  if (known?.place === place) return;
  if (known && !known.place.isConnected) {
    known.place.dataset.values = place.dataset.values;
    place.replaceWith(known.place);
    known.chart
      .then(async (chart) => fill(chart, known.place, await figuresOf(known.place)))
      .catch((error) => console.error(error));
    return;
  }
  const chart = draw(place);
  drawn.set(place.dataset.shapes, { place, chart });
  chart.catch((error) => {
    console.error(error);
    place.textContent = place.dataset.failed || "";
  });
}

const takeAll = () => document.querySelectorAll(".map[data-shapes]").forEach(take);
takeAll();
new MutationObserver(takeAll).observe(document.body, { childList: true, subtree: true });
