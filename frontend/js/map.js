// The map of communes: a <div class="map" data-shapes="…" data-values="…"> draws GeoJSON that this machine serves.
//
// data-values gives {title, unit, low, high, areas: [{code, name, value, url}]}; the same figures stand in a table beside it.
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

async function draw(place) {
  const [shapes, figures] = await Promise.all([fetchJson(place.dataset.shapes), fetchJson(place.dataset.values)]);
  const key = place.dataset.key || "code";
  registerMap("areas", shapes);
  const chart = init(place, null, { renderer: "canvas" });
  const areas = new Map(figures.areas.map((area) => [String(area.code), area]));
  const top = Math.max(1, ...figures.areas.map((area) => area.value ?? 0));
  chart.setOption({
    textStyle: { fontFamily: FONT },
    tooltip: {
      // Drawn on the canvas: the page's policy allows no inline style in markup.
      renderMode: "richText",
      textStyle: { fontFamily: FONT, fontSize: 13 },
      formatter: ({ name, value }) => {
        const area = areas.get(name);
        const amount = Number.isFinite(value) ? `${number.format(value)} ${figures.unit ?? ""}` : (figures.none ?? "–");
        return `${area?.name ?? name}\n${amount.trim()}`;
      },
    },
    visualMap: {
      min: 0,
      max: top,
      left: 12,
      bottom: 12,
      text: [figures.high ?? "", figures.low ?? ""],
      textStyle: { fontFamily: FONT, color: "#566670" },
      inRange: { color: ["#eef3f1", "#f6d9a8", "#e08a4b", "#b3261e"] },
      calculable: false,
    },
    series: [
      {
        type: "map",
        map: "areas",
        nameProperty: key,
        aspectScale: squeeze(shapes),
        top: 14,
        right: 14,
        bottom: 14,
        left: 14,
        animation: false,
        selectedMode: false,
        itemStyle: { areaColor: "#f1f3f1", borderColor: "#fff", borderWidth: 1 },
        label: { show: false },
        emphasis: { label: { show: false }, itemStyle: { areaColor: null, borderColor: "#0f2a3d", borderWidth: 2 } },
        data: figures.areas.map((area) => ({ name: String(area.code), value: area.value })),
      },
    ],
  });
  chart.on("click", ({ name }) => {
    const address = areas.get(name)?.url;
    if (address) location.assign(address);
  });
  new ResizeObserver(() => chart.resize()).observe(place);
}

for (const place of document.querySelectorAll(".map[data-shapes]")) {
  draw(place).catch((error) => {
    console.error(error);
    place.textContent = place.dataset.failed || "";
  });
}
