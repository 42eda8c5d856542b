// Loaded after Swagger UI's own two files, which define these globals.
const { SwaggerUIBundle, SwaggerUIStandalonePreset } = window;

SwaggerUIBundle({
  dom_id: '#api',
  urls: [
    { name: 'Contributions', url: '/api/v1/submission/openapi.json' },
    { name: 'Comité éditorial', url: '/api/v1/editorial/openapi.json' },
    { name: 'Veille', url: '/api/v1/watch/openapi.json' },
    { name: 'Diffusion', url: '/api/v1/dissemination/openapi.json' },
  ],
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: 'StandaloneLayout',
  deepLinking: true,
  // No third party checks the descriptions.
  validatorUrl: null,
});
