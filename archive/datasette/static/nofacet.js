/* Read by Datasette's table.js. */
var DATASETTE_ALLOW_FACET = false;
