import SvgIcon, { type SvgIconProps } from '@mui/material/SvgIcon';

/** Drawn on a 24 grid with 1.7 strokes, in one weight for the whole product. */
const paths = {
  menu: 'M4 7h16M4 12h16M4 17h16',
  close: 'm6 6 12 12M18 6 6 18',
  home: 'M4 11.5 12 5l8 6.5V19a1 1 0 0 1-1 1h-4.5v-5.5h-5V20H5a1 1 0 0 1-1-1Z',
  app: 'M12 3.5 20.5 12 12 20.5 3.5 12ZM12 3.5v17M3.5 12h17',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2.5V4M12 20v1.5M2.5 12H4M20 12h1.5M5.3 5.3l1 1M17.7 17.7l1 1M18.7 5.3l-1 1M6.3 17.7l-1 1',
  moon: 'M20 14.2A8.2 8.2 0 0 1 9.8 4 8.2 8.2 0 1 0 20 14.2Z',
  contrast:
    'M12 3.5a8.5 8.5 0 1 0 0 17ZM12 3.5a8.5 8.5 0 0 1 0 17M13.500 7.500h4M13.500 12h6M13.500 16.500h4',
  system: 'M4 5h16v11H4ZM9 20h6M12 16v4',
  signOut: 'M14 4h4a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1h-4M10 16l-4-4 4-4M6 12h9',
  retry: 'M19.5 12a7.5 7.5 0 1 1-2.2-5.3L20 9.2M20 4.5v4.7h-4.7',
  broken: 'm12 4 9 15.5H3ZM12 10v4.5M12 17v.2',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.5 15.5 20 20',
  bell: 'M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 1.500h-15ZM10 20.500h4',
  plus: 'M12 5v14M5 12h14',
  edit: 'M4.5 19.5 5.3 15.6 15.8 5.1a1.6 1.6 0 0 1 2.3 0l.8.8a1.6 1.6 0 0 1 0 2.3L8.4 18.7ZM13.8 7.1l3.1 3.1',
  trash: 'M5 7h14M10 4h4M7 7l.8 12.1a1 1 0 0 0 1 .9h6.4a1 1 0 0 0 1-.9L17 7M10.3 11v5M13.7 11v5',
  next: 'm9.5 6 6 6-6 6',
  previous: 'm14.5 6-6 6 6 6',
  first: 'm17.5 6-6 6 6 6M7 6v12',
  empty:
    'M4 13h4.5l1.5 2.5h4l1.5-2.5H20M4 13l2.6-7.2a1 1 0 0 1 1-.8h8.8a1 1 0 0 1 1 .8L20 13v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1Z',
  eye: 'M2.5 12S6 5.8 12 5.8 21.5 12 21.5 12 18 18.2 12 18.2 2.5 12 2.5 12ZM12 9.3a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4Z',
  eyeOff:
    'M4 4l16 16M9.9 6.1A9 9 0 0 1 12 5.8c6 0 9.5 6.2 9.5 6.2a16 16 0 0 1-2.8 3.4M6.2 7.6A15.500 15.500 0 0 0 2.5 12S6 18.200 12 18.200a9 9 0 0 0 4.200-1M10 10.100a2.700 2.700 0 0 0 3.800 3.800',
  person:
    'M12 4.5a3.750 3.750 0 1 0 0 7.500 3.750 3.750 0 0 0 0-7.500ZM4.500 19.500c.8-3.300 3.800-5 7.500-5s6.700 1.700 7.500 5',
  shield: 'M12 3.500 19 6v5.500c0 4.400-3 7.600-7 9-4-1.400-7-4.600-7-9V6ZM9 11.800l2.200 2.200 4-4.200',
  filter: 'M4 6h16M7 12h10M10 18h4',
  history: 'M4.500 12a7.500 7.500 0 1 0 2.200-5.300L4 9.200M4 4.500v4.700h4.700M12 8v4.300l3 1.800',
  download: 'M12 4v11M7.500 10.500 12 15l4.500-4.500M4.500 19.500h15',
  upload: 'M12 15V4M7.500 8.500 12 4l4.500 4.500M4.500 19.500h15',
  arrow: 'M5 12h14M13 6l6 6-6 6',
} as const;

export type IconName = keyof typeof paths;

interface IconProps extends Omit<SvgIconProps, 'name'> {
  name: IconName;
}

export function Icon({ name, ...props }: IconProps) {
  return (
    <SvgIcon {...props}>
      <path
        d={paths[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </SvgIcon>
  );
}
