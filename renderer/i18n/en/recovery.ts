export const recovery = {
  title: 'The contact book could not be opened',
}
