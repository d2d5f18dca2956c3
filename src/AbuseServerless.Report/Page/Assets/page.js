'use strict';

// What the page's other scripts draw with: its numbers, its words, its colours.
const report = JSON.parse(document.getElementById('report-data').textContent);
const words = JSON.parse(document.getElementById('report-words').textContent);

const locale = words.language === 'ja' ? 'ja-JP' : 'en-GB';
const whole = new Intl.NumberFormat(locale);
const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
const shortDay = new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', timeZone: 'UTC' });

function percent(share) {
  return (share * 100).toLocaleString(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }) + '%';
}

const dayName = day => shortDay.format(new Date(day + 'T00:00:00Z'));
const colour = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();

// Told apart by dashes and marks too, not by colour alone. The first is for all providers together.
const looks = [
  { colour: 's0', dash: [], point: 'circle', width: 2.5 },
  { colour: 's1', dash: [], point: 'rect', width: 2 },
  { colour: 's2', dash: [7, 4], point: 'triangle', width: 2 },
  { colour: 's3', dash: [2, 3], point: 'rectRot', width: 2 },
  { colour: 's4', dash: [10, 3, 2, 3], point: 'star', width: 2 },
  { colour: 's5', dash: [5, 2], point: 'cross', width: 2 },
  { colour: 's6', dash: [1, 4], point: 'crossRot', width: 2 },
];
const lookOf = i => (i === 0 ? looks[0] : looks[1 + ((i - 1) % (looks.length - 1))]);

function line(label, data, look) {
  return {
    label, data,
    type: 'line',
    borderColor: colour(look.colour), backgroundColor: colour(look.colour),
    borderWidth: look.width, borderDash: look.dash,
    pointStyle: look.point, pointRadius: data.length <= 31 ? 2.5 : 0, pointHoverRadius: 5, pointHitRadius: 8,
  };
}

// A day that is not over, behind the last mark.
function soFar(days) {
  const last = report.days.find(day => day.day === days.at(-1));
  return last && last.isOver ? {} : {
    soFar: {
      type: 'box', xMin: days.length - 1.5, xMax: days.length - 0.5, backgroundColor: colour('grid'), borderWidth: 0, drawTime: 'beforeDatasetsDraw',
    },
  };
}

function dayAxis() {
  return {
    grid: { display: false },
    border: { color: colour('line') },
    ticks: { maxRotation: 0, autoSkipPadding: 14, callback(value) { return dayName(this.getLabelForValue(value)); } },
  };
}

function shareAxis(title) {
  return {
    beginAtZero: true,
    title: { display: true, text: title },
    border: { display: false },
    ticks: { maxTicksLimit: 6, callback: share => share.toLocaleString(locale, { style: 'percent', maximumFractionDigits: 2 }) },
  };
}

const dayTitle = items => items.length === 0 ? '' : dayName(items[0].label) + (items[0].label === report.to ? ` (${words.texts.soFar})` : '');

// One chart a canvas: drawn anew when the theme changes.
function draw(id, settings) {
  const canvas = document.getElementById(id);
  if (!canvas) return;
  Chart.getChart(canvas)?.destroy();
  new Chart(canvas, settings);
}

const isNarrow = () => window.innerWidth < 560;
