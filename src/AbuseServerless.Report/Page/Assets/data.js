'use strict';

// What a table shows, as the page's numbers hold it: for the tables by day, an object for each day.
function dataOf(id) {
  const byDay = (...fields) => report.deliveries.days.map((day, i) => ({
    day,
    providers: Object.fromEntries(report.deliveries.providers.map(provider => [provider.provider, Object.fromEntries(fields.map(field => [field, provider.days[i]?.[field] ?? null]))])),
  }));
  const [kind, rest] = id.split(/-(.*)/s);
  switch (kind) {
    case 'whatif': return report.whatIf.windows.find(window => String(window.hours) === rest).thresholds;
    case 'evidence': return report.suspensions.newest[rest - 1].evidence;
  }
  return {
    'providers': () => report.deliveries.providers.map(({ days: _, ...provider }) => provider),
    'error-rates': () => byDay('errorRate'),
    'shares-table': () => byDay('deferredShare', 'reputationShare'),
    'crossings': () => report.crossings,
    'replies-table': () => report.replies,
    'histogram-table': () => report.countries.histogram,
    'busiest': () => report.countries.busiest,
    'nets': () => report.nets.rows,
    'days': () => report.days,
    'suspensions': () => report.suspensions.newest,
    'logs': () => report.health.logs,
    'dead-letters': () => report.health.reasons,
  }[id]();
}
