/** By the person's own clock: the key of the words. */
export function greeting(hour: number): 'goodEvening' | 'goodMorning' | 'goodAfternoon' {
  if (hour < 5 || hour >= 18) return 'goodEvening';
  return hour < 12 ? 'goodMorning' : 'goodAfternoon';
}
