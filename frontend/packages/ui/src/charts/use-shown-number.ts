import { useFormat } from '@intarsia/ui';

/** How axes and tooltips write a number; there is none where nothing was counted. */
export function useShownNumber(): (value: number | null) => string {
  const format = useFormat();
  return (value) => (value === null ? '' : format.number(value));
}
