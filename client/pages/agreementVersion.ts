/** The day of the agreement's last change. The server keeps it with each consent, which tells who accepted an older one. */
export const agreementVersion = '2026-11-22'
