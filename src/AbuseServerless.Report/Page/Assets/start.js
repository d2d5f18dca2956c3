'use strict';

function drawAll() {
  Object.assign(Chart.defaults, { maintainAspectRatio: false, color: colour('quiet'), borderColor: colour('grid'), animation: false });
  Object.assign(Chart.defaults.font, { family: getComputedStyle(document.body).fontFamily, size: 12 });
  Object.assign(Chart.defaults.plugins.legend, { position: 'bottom', align: 'start' });
  Object.assign(Chart.defaults.plugins.legend.labels, { usePointStyle: true, boxHeight: 7, color: colour('text') });
  Object.assign(Chart.defaults.plugins.tooltip, {
    backgroundColor: colour('card'), titleColor: colour('text'), bodyColor: colour('text'), borderColor: colour('line'), borderWidth: 1, usePointStyle: true, padding: 10, cornerRadius: 8,
  });
  drawErrorRate();
  drawShares();
  drawReplies();
  drawHistogram();
  drawFronts();
}

addChips();
addFilters();
addDownloads();
addCopyButtons();
addKeys();
drawAll();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);

// On paper: in its colours, and no wider than it.
matchMedia('print').addEventListener('change', drawAll);

// With the charts to look at, the numbers by day need not be open; on paper they are.
const numbers = document.querySelectorAll('details.numbers');
numbers.forEach(details => { details.open = details.classList.contains('first'); });
addEventListener('beforeprint', () => document.querySelectorAll('details').forEach(details => { details.open = true; }));
