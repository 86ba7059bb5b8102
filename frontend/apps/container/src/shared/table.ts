/** A file of its own, so that the grid is a chunk of its own. */
export { ServerTable } from '@intarsia/table';
