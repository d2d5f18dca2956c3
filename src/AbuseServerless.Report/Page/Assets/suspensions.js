'use strict';

// More of them make a long page, and are shown when asked for.
const firstCases = 50;
let showsAll = false;

function filterCases() {
  const [state, net, judged] = ['state', 'net', 'judged'].map(name => document.getElementById('filter-' + name));
  const cases = [...document.querySelectorAll('#cases > li')];
  const wanted = cases.filter(entry =>
    (state.value === '' || entry.dataset.state === state.value)
    && (net.value === '' || entry.dataset.net === net.value)
    && (!judged.checked || entry.dataset.judgement === 'None'));
  const shownCases = new Set(showsAll ? wanted : wanted.slice(0, firstCases));
  for (const entry of cases) entry.hidden = !shownCases.has(entry);
  document.getElementById('show-all').hidden = shownCases.size === wanted.length;
  const count = document.getElementById('filter-count');
  const isFiltered = state.value !== '' || net.value !== '' || judged.checked;
  const write = (text, ...numbers) => numbers.reduce((written, number, i) => written.replace(`{${i}}`, whole.format(number)), text);
  count.textContent = isFiltered && Number(count.dataset.total) > cases.length
    ? write(words.texts.shownOfListed, wanted.length, cases.length, count.dataset.total)
    : write(words.texts.shownOf, wanted.length, count.dataset.total);
}

// A link to an account leads to it wherever it is.
function showTarget() {
  const target = document.querySelector('#cases > li:target');
  if (!target?.hidden) return;
  showsAll = true;
  filterCases();
  target.scrollIntoView();
}

function addFilters() {
  const filters = document.querySelector('.filters');
  if (!filters) return;
  filters.addEventListener('change', filterCases);
  document.getElementById('show-all').addEventListener('click', () => {
    showsAll = true;
    filterCases();
  });
  addEventListener('hashchange', showTarget);
  filterCases();
  showTarget();
}
