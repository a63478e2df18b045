/** What procedures begin with. */
export { createProcedures } from './createProcedures.ts'
