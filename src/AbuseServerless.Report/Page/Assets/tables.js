'use strict';

// A cell that begins so is a formula to a spreadsheet.
const formula = /^[=+\-@\t\r]/;

const csvQuoted = value => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
const csvText = text => csvQuoted(formula.test(text) ? "'" + text : text);

function csvCell(cell) {
  const text = cell.innerText.trim().replace(/\s*\n\s*/g, ' ');
  return cell.classList.contains('n') ? csvQuoted(text.replaceAll(',', '').replace('−', '-')) : csvText(text);
}

// One head: where there are two rows of it, the upper one stands before the lower one's.
function csvHead(table) {
  const rows = [...table.tHead.rows];
  if (rows.length === 1) return [...rows[0].cells].map(csvCell);
  const [first, ...groups] = rows[0].cells;
  const below = [...rows[1].cells].map(csvCell);
  return [csvCell(first), ...groups.flatMap(group => below.splice(0, group.colSpan).map(name => `${csvCell(group)} ${name}`))];
}

function csvOf(table) {
  const rows = [csvHead(table), ...[...table.tBodies[0].rows].map(row => [...row.cells].map(csvCell))];
  return csvFile(rows);
}

const csvFile = rows => '\ufeff' + rows.map(row => row.join(',') + '\r\n').join('');

// Those that a filter hides too; the countries in one cell.
function csvOfSuspensions() {
  const columns = ['account', 'state', 'since', 'until', 'by', 'reason', 'judgement', 'net', 'measured', 'threshold', 'windowStart', 'windowEnd'];
  return csvFile([
    [...columns, 'countries'],
    ...report.suspensions.newest.map(row => [...columns.map(column => csvText(String(row[column] ?? ''))), csvText(row.evidence.map(country => country.country).join(' '))]),
  ]);
}

function download(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  Object.assign(document.createElement('a'), { href: address, download: `${name}-${report.from}-${report.to}.${type.split('/')[1]}` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function addButtons(after, name, of, csv) {
  const button = (label, act) => {
    const made = Object.assign(document.createElement('button'), { type: 'button', className: 'csv', textContent: label });
    made.setAttribute('aria-label', `${label}: ${of}`);
    made.addEventListener('click', act);
    return made;
  };
  after.after(
    button('CSV', () => download(name, 'text/csv', csv())), ' ',
    button('JSON', () => download(name, 'application/json', JSON.stringify(dataOf(name), null, 1))));
}

function addDownloads() {
  for (const table of document.querySelectorAll('.scroll > table[id]')) {
    addButtons(table.parentElement, table.id, table.caption.textContent.trim().replace(/\s+/g, ' '), () => csvOf(table));
  }
  const filters = document.querySelector('.filters');
  if (filters) addButtons(filters, 'suspensions', document.getElementById('suspensions-title').textContent, csvOfSuspensions);
}
