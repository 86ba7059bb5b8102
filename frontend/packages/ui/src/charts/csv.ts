import { saveFile } from '@intarsia/client';
import type { ChartData } from './chart-data.ts';

/** RFC 4180, with a heading. A cell that a spreadsheet would take for a formula is kept from being one (OWASP, CSV injection). */
export function toCsv({ labels, series }: ChartData, heading: string): string {
  const rows = [
    [heading, ...series.map(({ name }) => name)],
    ...labels.map((label, index) => [label, ...series.map(({ data }) => String(data[index] ?? 0))]),
  ];
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

export function download(name: string, csv: string): void {
  saveFile(name, new Blob([csv], { type: 'text/csv;charset=utf-8' }));
}
