export type Area = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
export type Place = { readonly bounds: Partial<Area>; readonly maximized: boolean }

const usual: Place = { bounds: { width: 1240, height: 820 }, maximized: false }

const isArea = (value: unknown): value is Area =>
  typeof value === 'object' && value !== null && (['x', 'y', 'width', 'height'] as const).every((key) => key in value && Number.isSafeInteger((value as Area)[key]))

/** The remembered place, or the usual one when there is none that makes sense. */
export const readPlace = (read: () => string): Place => {
  try {
    const held = JSON.parse(read()) as { readonly bounds?: unknown; readonly maximized?: unknown }
    return isArea(held.bounds) ? { bounds: held.bounds, maximized: held.maximized === true } : usual
  } catch {
    return usual
  }
}

/** The place, if enough of it (a hand's breadth of its top edge) is on a screen that is still there; else the usual one. */
export const placeOn = (place: Place, screens: readonly Area[]): Place => {
  const { bounds } = place
  if (!isArea(bounds)) return place
  const seen = screens.some((area) =>
    bounds.y >= area.y - 10 && bounds.y <= area.y + area.height - 60 &&
    Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x) >= 120)
  return seen ? place : { ...usual, maximized: place.maximized }
}
