'use strict';

// Accounts that were used in more countries than this share the last bar.
const maximumBars = 60;

function drawHistogram() {
  const countries = report.countries;
  if (!countries || countries.histogram.length === 0) return;
  const last = Math.min(maximumBars, Math.max(countries.histogram.at(-1).countries, countries.suspend ?? 0, countries.watch ?? 0) + 1);
  const counts = Array.from({ length: last }, () => 0);
  for (const bar of countries.histogram) counts[Math.min(bar.countries, last) - 1] += bar.accounts;
  const zone = number => (number >= (countries.suspend ?? Infinity) ? 'suspend' : number >= (countries.watch ?? Infinity) ? 'watch' : 's1');
  draw('histogram', {
    type: 'bar',
    data: {
      labels: counts.map((_, i) => (i + 1 === maximumBars ? `${maximumBars}+` : String(i + 1))),
      datasets: [{ label: words.texts.accounts, data: counts.map(count => count || null), backgroundColor: counts.map((_, i) => colour(zone(i + 1))), categoryPercentage: 0.9, barPercentage: 0.9, maxBarThickness: 34 }],
    },
    options: {
      interaction: { mode: 'index', intersect: false },
      layout: { padding: { top: 8 } },
      scales: {
        x: { grid: { display: false }, border: { color: colour('line') }, title: { display: true, text: words.texts.countries }, ticks: { maxRotation: 0, autoSkipPadding: 10 } },
        // A bar of one account stands above the axis.
        y: {
          type: 'logarithmic', min: 0.6, border: { display: false }, title: { display: true, text: words.texts.accounts },
          afterBuildTicks: axis => { axis.ticks = axis.ticks.filter(tick => tick.value >= 1 && Number.isInteger(Math.log10(tick.value))); },
          ticks: { callback: count => compact.format(count) },
        },
      },
      plugins: {
        legend: { display: false },
        annotation: { annotations: { ...threshold('watch', countries.watch), ...threshold('suspend', countries.suspend) } },
        tooltip: { callbacks: { title: items => `${words.texts.countries}: ${items[0].label}`, label: item => ` ${words.texts.accounts}: ${whole.format(item.raw ?? 0)}` } },
      },
    },
  });
}

// Left of the first bar that reaches it.
function threshold(name, number) {
  return number ? {
    [name]: {
      type: 'line', xMin: number - 1.5, xMax: number - 1.5, borderColor: colour(name), borderWidth: 2, borderDash: [6, 4],
      label: {
        display: true, content: `${words.texts[name]} ≥ ${whole.format(number)}`, position: 'end', xAdjust: 0, backgroundColor: colour(name + '-field'), color: colour(name + '-text'),
        font: { size: 12, weight: 600 }, padding: { x: 7, y: 3 }, borderRadius: 6, yAdjust: name === 'watch' ? 0 : 26,
      },
    },
  } : {};
}
