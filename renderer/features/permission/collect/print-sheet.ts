/** Prints one sheet and nothing of the window around it, at its own size (points). Resolves when the dialog is closed. */
export const printSheet = async (svg: string, width: number, height: number): Promise<void> => {
  const place = document.createElement('div')
  place.className = 'print-sheet'
  const image = document.createElement('img')
  image.alt = ''
  image.style.width = `${String(width)}pt`
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  const paper = document.createElement('style')
  paper.textContent = `@page { size: ${String(width)}pt ${String(height)}pt; margin: 0 } html, body { height: auto }`
  place.append(paper, image)
  document.body.append(place)
  document.body.classList.add('printing-sheet')
  try {
    await image.decode()
    window.print()
  } finally {
    document.body.classList.remove('printing-sheet')
    place.remove()
  }
}
