export const formType = 'multipart/form-data'

/** Of a Content-Type without its parameters, in lower case (RFC 9110, 8.3.1); empty where there is none. */
export function mediaType(contentType: string | null | undefined): string {
  return contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
}
