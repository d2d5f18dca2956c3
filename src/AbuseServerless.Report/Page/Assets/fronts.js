'use strict';

// What each choice costs and gains: accounts marked good against accounts marked abuse that would be suspended.
function drawFronts() {
  const { whatIf, nets } = report;
  if (whatIf) {
    drawFront('threshold-front', whatIf, whatIf.windows.map(window => ({
      label: words.texts.within.replace('{0}', whole.format(window.hours)),
      choices: window.thresholds.map(row => ({ ...row, name: `${words.texts.countries} ≥ ${whole.format(row.threshold)}` })),
    })));
  }
  if (nets) {
    const names = row => words.nets[row.without ?? row.alone];
    drawFront('net-front', nets, [
      { label: words.texts.allNets, choices: nets.rows.filter(row => !row.without && !row.alone).map(row => ({ ...row, name: '' })) },
      { label: words.texts.withoutNet, choices: nets.rows.filter(row => row.without).map(row => ({ ...row, name: names(row) })) },
      { label: words.texts.netAlone, choices: nets.rows.filter(row => row.alone).map(row => ({ ...row, name: names(row) })) },
    ]);
  }
}

// No other choice suspends as many accounts marked abuse with fewer marked good, or more with no more.
function frontOf(choices) {
  const front = [];
  for (const choice of [...choices].sort((a, b) => a.good - b.good || b.abuse - a.abuse)) {
    if (front.length === 0 || choice.abuse > front.at(-1).abuse) front.push(choice);
  }
  return front;
}

function drawFront(id, marked, groups) {
  const place = choice => ({ x: choice.good, y: choice.abuse, name: choice.name });
  const axis = (title, most) => ({ min: 0, max: most, grace: 0, title: { display: true, text: `${title} (${words.texts.of} ${whole.format(most)})` }, border: { color: colour('line') }, ticks: { precision: 0, callback: count => whole.format(count) } });
  const front = frontOf(groups.flatMap(group => group.choices)).map(place);
  draw(id, {
    type: 'scatter',
    data: {
      datasets: [
        ...groups.map((group, i) => {
          const look = lookOf(i + 1);
          return { label: group.label, data: group.choices.map(place), borderColor: colour(look.colour), backgroundColor: colour(look.colour), pointStyle: look.point, pointRadius: 5, pointHoverRadius: 7, clip: 8 };
        }),
        { label: words.texts.front, data: front, showLine: true, stepped: 'before', borderColor: colour('quiet'), backgroundColor: colour('quiet'), borderWidth: 1.5, borderDash: [4, 4], pointRadius: 0, pointHitRadius: 0, pointStyle: 'line' },
      ],
    },
    options: {
      layout: { padding: { top: 8, right: 8 } },
      scales: { x: axis(words.texts.goodSuspended, marked.good), y: axis(words.texts.abuseSuspended, marked.abuse) },
      plugins: {
        tooltip: {
          filter: item => item.dataset.pointRadius > 0,
          callbacks: {
            title: () => '',
            label: item => ` ${[item.dataset.label, item.raw.name].filter(text => text).join(', ')}: ${words.texts.goodSuspended} ${whole.format(item.raw.x)}, ${words.texts.abuseSuspended} ${whole.format(item.raw.y)}`,
          },
        },
      },
    },
  });
}
