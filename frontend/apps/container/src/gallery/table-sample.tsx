import Box from '@mui/material/Box';
import { useState } from 'react';
import { FilterSelect, SearchField, ServerTable } from '../shared/shared-ui.ts';

const woods = [
  { id: 1, name: 'Cherry border', kind: 'Border', value: 7.25 },
  { id: 2, name: 'Maple ground', kind: 'Ground', value: 41 },
  { id: 3, name: 'Oak veneer', kind: 'Veneer', value: 12.5 },
  { id: 4, name: 'Walnut panel', kind: 'Panel', value: 83 },
];
const columns = [
  { field: 'name', headerName: 'Name', flex: 2, minWidth: 120 },
  { field: 'kind', headerName: 'Kind', flex: 1, minWidth: 80 },
  { field: 'value', headerName: 'Value', type: 'number' as const, width: 76 },
];
const kinds = woods.map(({ kind }) => ({ value: kind, label: kind }));

/** The server's part, sorting and filtering, is played by the page. */
export function TableSample() {
  const [sort, setSort] = useState('name');
  const [text, setText] = useState('');
  const [kind, setKind] = useState('');
  const field = sort.replace(/^-/, '') as keyof (typeof woods)[number];
  const rows = woods
    .filter((wood) => wood.name.toLowerCase().includes(text.toLowerCase()) && (!kind || wood.kind === kind))
    .sort((a, b) => (a[field] < b[field] ? -1 : 1) * (sort.startsWith('-') ? -1 : 1));
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, mb: 1 }}>
        <SearchField value={text} onChange={setText} />
        <FilterSelect label="Kind" all="All" value={kind} options={kinds} onChange={setKind} />
      </Box>
      <ServerTable
        label="Woods"
        rows={rows}
        columns={columns}
        loading={false}
        sort={sort}
        defaultSort="name"
        onSort={setSort}
      />
    </>
  );
}
