'use strict';

// For those who hear the page.
const say = text => { document.getElementById('says').textContent = text; };

// Where the arrow keys stop: at each place of the axis with all that stands there, or at each point of a scatter chart.
function stopsOf(chart) {
  const visible = chart.data.datasets.map((set, datasetIndex) => ({ set, datasetIndex })).filter(item => chart.isDatasetVisible(item.datasetIndex));
  return chart.config.type === 'scatter'
    ? visible.filter(({ set }) => set.pointRadius > 0).flatMap(({ set, datasetIndex }) => set.data.map((_, index) => [{ datasetIndex, index }]))
    : chart.data.labels.map((_, index) => visible.filter(({ set }) => set.data[index] != null).map(({ datasetIndex }) => ({ datasetIndex, index })));
}

// What the axis calls a place: days by their names.
function placeOf(chart, at) {
  const label = chart.data.labels[at];
  return /^\d{4}-\d\d-\d\d$/.test(label) ? dayName(label) : label;
}

// Shows what the pointer would show there, and says that there is nothing where that is so.
function show(chart, elements, label) {
  chart.setActiveElements(elements);
  chart.tooltip.setActiveElements(elements, { x: 0, y: 0 });
  chart.update();
  if (elements.length === 0) say(label === undefined ? '' : `${label}: ${words.texts.noData}`);
  else say([...chart.tooltip.title, ...chart.tooltip.body.flatMap(body => body.lines)].filter(text => text).join(', '));
}

function addKeys() {
  for (const canvas of document.querySelectorAll('.plot > canvas')) {
    let at = null;
    canvas.tabIndex = 0;
    canvas.addEventListener('keydown', event => {
      const chart = Chart.getChart(canvas);
      const stops = stopsOf(chart);
      const last = stops.length - 1;
      const from = at;
      switch (event.key) {
        case 'ArrowRight': case 'ArrowDown': at = Math.min(last, (at ?? -1) + 1); break;
        case 'ArrowLeft': case 'ArrowUp': at = Math.max(0, (at ?? last + 1) - 1); break;
        case 'Home': at = 0; break;
        case 'End': at = last; break;
        case 'Escape': at = null; break;
        default: return;
      }
      event.preventDefault();
      if (at !== from) show(chart, at === null ? [] : stops[at], at === null ? undefined : placeOf(chart, at));
    });
    canvas.addEventListener('blur', () => {
      if (at === null) return;
      at = null;
      show(Chart.getChart(canvas), []);
    });
  }
}
