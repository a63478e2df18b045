/**
 * For the tools' compiler, which cannot read .vue files. Pages are compiled without it: there, a path that leads to no
 * file would be taken for a component that takes anything.
 */
declare module '*.vue' {
  import type { DefineComponent } from 'vue'

  const component: DefineComponent
  export default component
}
