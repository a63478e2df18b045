/** What the developers' server says last when it cannot go on; whoever runs it looks for this line. */
export const apiStoppedLine = 'API stopped'
