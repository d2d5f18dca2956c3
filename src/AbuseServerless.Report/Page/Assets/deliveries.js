'use strict';

const providers = report.deliveries.providers;
const days = report.deliveries.days;
const shown = new Set(providers.slice(0, 5).keys());

// A line on each day on which a provider's reputation was lost or came back.
function crossings(isShown) {
  const lines = report.crossings
    .map(row => ({ ...row, i: providers.findIndex(provider => provider.provider === row.provider), at: days.indexOf(row.day) }))
    .filter(row => row.i >= 0 && isShown(row.i) && row.at >= 0);
  return Object.fromEntries(lines.map((row, n) => ['reputation' + n, {
    type: 'line', xMin: row.at, xMax: row.at, borderWidth: 1.5, borderDash: [4, 3], borderColor: colour(row.standing === 'Lost' ? 'worse' : 'better'),
    label: {
      display: !isNarrow(), content: `${words.providers[row.i]}: ${row.standing === 'Lost' ? words.texts.lost : words.texts.recovered}`, position: 'end', yAdjust: 22 * (n % 6),
      backgroundColor: colour('card'), color: colour(row.standing === 'Lost' ? 'worse' : 'better'), borderColor: colour('line'), borderWidth: 1, padding: 3, font: { size: 11, weight: 'normal' },
    },
  }]));
}

function drawErrorRate() {
  const counts = days.map(day => report.days.find(row => row.day === day)?.suspensions ?? null);
  const most = Math.max(0, ...counts);
  draw('error-rate', {
    data: {
      labels: days,
      datasets: [
        ...providers.map((provider, i) => ({
          ...line(words.providers[i], provider.days.map(day => day && day.errorRate), lookOf(i)), hidden: !shown.has(i), yAxisID: 'y', order: i + 1,
        })),
        {
          type: 'bar', label: words.texts.suspensions, data: counts, yAxisID: 'suspensions', order: 99,
          backgroundColor: colour('bar'), categoryPercentage: 0.9, barPercentage: 0.75, maxBarThickness: 22,
        },
      ],
    },
    options: {
      interaction: { mode: 'index', intersect: false },
      scales: {
        x: dayAxis(),
        y: shareAxis(words.texts.errorRate),
        // The bars keep to the lower quarter, out of the lines' way.
        suspensions: {
          display: !isNarrow() && most > 0, position: 'right', beginAtZero: true, max: Math.max(4, most * 4), grid: { display: false }, border: { display: false },
          title: { display: true, text: words.texts.suspensions, align: 'start' },
          ticks: { precision: 0, callback: count => (count <= most ? whole.format(count) : '') },
        },
      },
      plugins: {
        legend: { display: false },
        annotation: { annotations: { ...soFar(days), ...crossings(i => shown.has(i)) } },
        tooltip: {
          filter: item => item.raw !== null,
          callbacks: {
            title: dayTitle,
            label(item) {
              const day = providers[item.datasetIndex]?.days[item.dataIndex];
              return day
                ? ` ${item.dataset.label}: ${percent(item.raw)} (${whole.format(day.outcomes)} ${words.texts.outcomes})`
                : ` ${item.dataset.label}: ${whole.format(item.raw)}`;
            },
          },
        },
      },
    },
  });
}

// Where reputation counts as lost, and as recovered.
function limit(name, share) {
  return share == null ? {} : {
    [name]: {
      type: 'line', yMin: share, yMax: share, borderColor: colour(name === 'alert' ? 'worse' : 'better'), borderWidth: 1.5, borderDash: [8, 4],
      label: {
        display: true, content: `${words.texts[name]} ${percent(share)}`, position: 'start', yAdjust: -10, backgroundColor: colour('card'), color: colour(name === 'alert' ? 'worse' : 'better'), padding: 2, font: { size: 11, weight: 'normal' },
      },
    },
  };
}

function drawShares() {
  const limits = report.reputationThresholds;
  const i = Number(document.getElementById('shares-provider')?.value ?? 0);
  if (!providers[i]) return;
  draw('shares', {
    data: {
      labels: days,
      datasets: [
        line(words.texts.deferred, providers[i].days.map(day => day && day.deferredShare), looks[1]),
        line(words.texts.reputation, providers[i].days.map(day => day && day.reputationShare), looks[2]),
      ],
    },
    options: {
      interaction: { mode: 'index', intersect: false },
      scales: { x: dayAxis(), y: { ...shareAxis(words.texts.shareOfAttempts), suggestedMax: (limits.alert ?? 0) * 1.2 } },
      plugins: {
        annotation: { annotations: { ...soFar(days), ...limit('alert', limits.alert), ...limit('recovery', limits.recovery), ...crossings(shownProvider => shownProvider === i) } },
        tooltip: {
          filter: item => item.raw !== null,
          callbacks: {
            title: dayTitle,
            label: item => ` ${item.dataset.label}: ${percent(item.raw)} (${whole.format(providers[i].days[item.dataIndex].attempts)} ${words.texts.attempts})`,
          },
        },
      },
    },
  });
}

// A line as the chart draws it, before its name.
function swatch(look) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('width', '24');
  svg.setAttribute('height', '10');
  svg.setAttribute('aria-hidden', 'true');
  const stroke = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  stroke.setAttribute('d', 'M1 5h22');
  stroke.setAttribute('stroke', `var(--${look.colour})`);
  stroke.setAttribute('stroke-width', String(look.width + 0.5));
  stroke.setAttribute('stroke-dasharray', look.dash.join(' '));
  svg.append(stroke);
  return svg;
}

function addChips() {
  const chips = document.getElementById('error-rate-providers');
  providers.forEach((provider, i) => {
    const box = Object.assign(document.createElement('input'), { type: 'checkbox', checked: shown.has(i) });
    const name = Object.assign(document.createElement('bdi'), { textContent: words.providers[i] });
    const chip = Object.assign(document.createElement('label'), { className: 'chip' });
    chip.append(box, swatch(lookOf(i)), name);
    box.addEventListener('change', () => {
      if (box.checked) shown.add(i); else shown.delete(i);
      drawErrorRate();
    });
    chips?.append(chip);
  });
  document.getElementById('shares-provider')?.addEventListener('change', drawShares);
}
