'use strict';

function filterCases() {
  const [state, net, judged] = ['state', 'net', 'judged'].map(name => document.getElementById('filter-' + name));
  const cases = [...document.querySelectorAll('#cases > li')];
  for (const entry of cases) {
    entry.hidden = (state.value !== '' && entry.dataset.state !== state.value)
      || (net.value !== '' && entry.dataset.net !== net.value)
      || (judged.checked && entry.dataset.judgement !== 'None');
  }
  document.getElementById('filter-count').textContent = `${whole.format(cases.filter(entry => !entry.hidden).length)} / ${whole.format(cases.length)}`;
}

function addFilters() {
  const filters = document.querySelector('.filters');
  if (!filters) return;
  filters.addEventListener('change', filterCases);
  filterCases();
}
