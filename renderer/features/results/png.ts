/** A picture of a chart: its SVG as it stands, drawn on the surface of the moment, as PNG. */

const copied = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-opacity', 'fill-opacity', 'opacity', 'font-size', 'font-weight', 'font-family', 'text-anchor', 'dominant-baseline'] as const

/** The same SVG with every style in it, since an image knows no style sheet and no variables of ours. */
const standalone = (svg: SVGSVGElement, width: number, height: number): string => {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const from = [svg, ...svg.querySelectorAll('*')]
  for (const [index, to] of [copy, ...copy.querySelectorAll('*')].entries()) {
    const style = getComputedStyle(from[index] as Element)
    for (const name of copied) to.setAttribute(name, style.getPropertyValue(name))
    to.removeAttribute('class')
    to.removeAttribute('style')
  }
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  return new XMLSerializer().serializeToString(copy)
}

const TITLE = 44
const SCALE = 2

/** Base64 of the PNG. Throws when the window cannot draw it. */
export const pngOf = async (svg: SVGSVGElement, title: string): Promise<string> => {
  const { width, height } = svg.getBoundingClientRect()
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standalone(svg, width, height))}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = Math.ceil(width * SCALE)
  canvas.height = Math.ceil((height + TITLE) * SCALE)
  const draw = canvas.getContext('2d')
  if (draw === null) throw new Error('no canvas')
  const style = getComputedStyle(document.body)
  const root = getComputedStyle(document.documentElement)
  draw.scale(SCALE, SCALE)
  draw.fillStyle = root.getPropertyValue('--surface-raised')
  draw.fillRect(0, 0, width, height + TITLE)
  draw.fillStyle = root.getPropertyValue('--text')
  draw.font = `600 16px ${style.fontFamily}`
  draw.fillText(title, 16, 28)
  draw.drawImage(image, 0, TITLE, width, height)
  return canvas.toDataURL('image/png').replace('data:image/png;base64,', '')
}
