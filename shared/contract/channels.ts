/** The few lines between preload and main. */
export const channels = {
  call: 'deskbell:call',
  event: 'deskbell:event',
  openFile: 'deskbell:open-file',
  grantFile: 'deskbell:grant-file',
  saveFile: 'deskbell:save-file',
  openExternal: 'deskbell:open-external',
} as const
