import { keepMended } from './mend.js';
import { dialogs, plainSummaries } from './plugins.js';

const dark = matchMedia('(prefers-color-scheme: dark)');
const wearScheme = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', wearScheme);
wearScheme();

keepMended(document.getElementById('swagger-ui'));
SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  persistAuthorization: false,
  tryItOutEnabled: true,
  plugins: [dialogs, plainSummaries],
});
