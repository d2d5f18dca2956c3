'use strict';

// A cell that begins so is a formula to a spreadsheet.
const formula = /^[=+\-@\t\r]/;

function csvCell(cell) {
  const text = cell.innerText.trim().replace(/\s*\n\s*/g, ' ');
  const value = cell.classList.contains('n') ? text.replaceAll(',', '').replace('−', '-') : formula.test(text) ? "'" + text : text;
  return /[",]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
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
  return '\ufeff' + rows.map(row => row.join(',') + '\r\n').join('');
}

function addDownloads() {
  for (const table of document.querySelectorAll('.scroll > table[id]')) {
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'csv', textContent: 'CSV' });
    button.setAttribute('aria-label', `CSV: ${table.caption.innerText.trim()}`);
    button.addEventListener('click', () => {
      const address = URL.createObjectURL(new Blob([csvOf(table)], { type: 'text/csv' }));
      Object.assign(document.createElement('a'), { href: address, download: `${table.id}-${report.from}-${report.to}.csv` }).click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    });
    table.parentElement.after(button);
  }
}
