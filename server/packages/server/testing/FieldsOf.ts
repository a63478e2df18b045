/** The name of every field in an answer, however deep: what a router may tell is seen by the compiler. */
export type FieldsOf<T> = T extends readonly (infer Item)[]
  ? FieldsOf<Item>
  : T extends AsyncIterable<infer Part>
    ? FieldsOf<Part>
    : T extends object
      ? { [Name in keyof T & string]: Name | FieldsOf<T[Name]> }[keyof T & string]
      : never
