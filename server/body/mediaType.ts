export const formType = 'multipart/form-data'

/** Of a Content-Type without its parameters, in lower case (RFC 9110, 8.3.1); empty where there is none. */
export function mediaType(headers: Headers): string {
  return headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
}
