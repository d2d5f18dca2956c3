'use strict';

// For those who hear the page.
const say = text => { document.getElementById('says').textContent = text; };

// What the pointer shows at one place of a chart.
function point(chart, at) {
  const visible = chart.data.datasets.map((set, datasetIndex) => ({ set, datasetIndex, index: at })).filter(item => at !== null && chart.isDatasetVisible(item.datasetIndex) && item.set.data[at] != null);
  const elements = visible.map(({ datasetIndex, index }) => ({ datasetIndex, index }));
  chart.setActiveElements(elements);
  chart.tooltip.setActiveElements(elements, { x: 0, y: 0 });
  chart.update();
  if (elements.length > 0) say([...chart.tooltip.title, ...chart.tooltip.body.flatMap(body => body.lines)].join(', '));
}

function addKeys() {
  for (const canvas of document.querySelectorAll('.plot > canvas')) {
    let at = null;
    canvas.tabIndex = 0;
    canvas.addEventListener('keydown', event => {
      const chart = Chart.getChart(canvas);
      const last = chart.data.labels.length - 1;
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
      if (at !== from) point(chart, at);
    });
    canvas.addEventListener('blur', () => {
      if (at !== null) point(Chart.getChart(canvas), at = null);
    });
  }
}
