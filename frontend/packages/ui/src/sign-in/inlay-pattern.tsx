import { woods } from '@intarsia/ui';
import Box from '@mui/material/Box';

/** Decorative: the logo's figure repeated as a floor of inlaid wood. */
export function InlayPattern() {
  return (
    <Box component="svg" aria-hidden sx={{ position: 'absolute', inset: 0, width: '100%', height: '100%' }}>
      <defs>
        <pattern id="inlay" width="96" height="96" patternUnits="userSpaceOnUse">
          <rect width="96" height="96" fill={woods.walnut} />
          <path d="M0 0h48v48H0ZM48 48h48v48H48Z" fill="#5d3a28" />
          <path d="M48 8 88 48 48 88 8 48Z" fill="#7a5038" />
          <path d="M48 8v40H8Z" fill="#87593e" />
          <path d="M48 88V48h40Z" fill="#6a4330" />
          <path d="M48 30 66 48 48 66 30 48Z" fill={woods.green} />
          <path d="M48 30v18H30Z" fill="#27766a" />
          <path
            d="M0-12 12 0 0 12-12 0ZM96-12 108 0 96 12 84 0ZM0 84l12 12-12 12-12-12ZM96 84l12 12-12 12-12-12Z"
            fill={woods.maple}
          />
        </pattern>
        <linearGradient id="shade" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#1b110b" stopOpacity=".35" />
          <stop offset="1" stopColor="#1b110b" stopOpacity=".92" />
        </linearGradient>
      </defs>
      <rect width="100%" height="100%" fill="url(#inlay)" />
      <rect width="100%" height="100%" fill="url(#shade)" />
    </Box>
  );
}
