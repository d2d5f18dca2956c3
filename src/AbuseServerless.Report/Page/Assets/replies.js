'use strict';

function drawReplies() {
  const bar = (label, name, field) => ({
    label, data: report.replies.map(reply => reply[field]), backgroundColor: colour(name), borderColor: colour('card'), borderWidth: { right: 1 }, maxBarThickness: 22,
  });
  draw('replies-chart', {
    type: 'bar',
    data: {
      labels: words.replies,
      datasets: [bar(words.texts.deferred, 's6', 'deferred'), bar(words.texts.bounced, 's2', 'bounced'), bar(words.texts.expired, 's4', 'expired')],
    },
    options: {
      indexAxis: 'y',
      interaction: { mode: 'index', axis: 'y', intersect: false },
      scales: {
        x: { stacked: true, border: { display: false }, title: { display: true, text: words.texts.replies }, ticks: { maxTicksLimit: 6, callback: count => compact.format(count) } },
        y: { stacked: true, grid: { display: false }, border: { color: colour('line') }, ticks: { autoSkip: false } },
      },
      plugins: { tooltip: { callbacks: { label: item => ` ${item.dataset.label}: ${whole.format(item.raw)}` } } },
    },
  });
}
