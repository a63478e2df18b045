/** `upload(api.user.avatar, { path })`: calls a mutation whose input is FormData with a file of the phone. */
import { isRecord } from './answer.ts'
import type { UploadProgressEsque } from './UploadEsque.ts'

export interface FileToUpload {
  /** A path of the host's, such as `chooseMedia` or `chooseAvatar` gives. */
  path: string
  /**
   * The file's name in the form.
   * @default 'file'
   */
  name?: string
  /** The form's other fields. */
  fields?: Record<string, string>
}

export interface UploadCallOptions {
  onProgress?: (progress: UploadProgressEsque) => void
  /** Aborts the upload. */
  signal?: AbortSignal
  /** As with any call of tRPC's client; `timeout`, in milliseconds, is the link's. */
  context?: Record<string, unknown>
}

/** What FormData has and few other inputs do; the name itself is no type in a mini program. */
interface FormDataEsque {
  append(name: string, value: string): void
  getAll(name: string): unknown[]
}

/** `mutate` of a mutation whose input is FormData. */
interface UploadProcedure<TInput extends FormDataEsque, TOutput> {
  mutate: (input: TInput, options?: Omit<UploadCallOptions, 'onProgress'>) => Promise<TOutput>
}

/**
 * Uploads through `uniUploadLink` and answers what the procedure does.
 *
 * @throws {TRPCClientError} as any call
 */
export function upload<TInput extends FormDataEsque, TOutput>(
  procedure: UploadProcedure<TInput, TOutput>,
  { path, name = 'file', fields = {} }: FileToUpload,
  { onProgress, signal, context }: UploadCallOptions = {},
): Promise<TOutput> {
  const form: FileForm = { [mark]: true, path, name, fields }
  // The host makes the form on the way: the procedure receives FormData, though nobody here ever holds any.
  return procedure.mutate(form as never, { context: { ...context, onProgress }, ...(signal && { signal }) })
}

/** The input on its way to `uniUploadLink`. */
export type FileForm = Required<FileToUpload> & { [mark]: true }

/** Registered, for the function and the link may come from two copies of this module. */
const mark = Symbol.for('uni-trpc.fileForm')

export function isFileForm(input: unknown): input is FileForm {
  return isRecord(input) && mark in input
}
