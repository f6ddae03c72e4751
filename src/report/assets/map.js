/* map.js — the live map and the commune search of report.html. Everything it shows is in #map-data and, as pictures and
 * tables, on the page; without it nothing is lost but the moving about. */
'use strict';
(function () {
  var data = JSON.parse(document.getElementById('map-data').textContent);
  var words = data.words, periods = data.periods.length;
  var number = new Intl.NumberFormat(data.lang);
  var tenths = new Intl.NumberFormat(data.lang, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
  var lookup = document.getElementById('lookup');

  function say(text) {
    var values = arguments;
    return text.replace(/\{(\d)\}/g, function (_, i) { return values[+i + 1]; });
  }
  function element(tag, text) {
    var e = document.createElement(tag);
    if (text !== undefined) e.textContent = text;
    return e;
  }
  /* Differences of x y x y … back to [lat, lon] in degrees. */
  function places(coded) {
    var x = 0, y = 0, out = [];
    for (var i = 0; i < coded.length; i += 2) {
      x += coded[i]; y += coded[i + 1];
      out.push([y / 1e4, x / 1e4]);
    }
    return out;
  }
  var at = places(data.at);
  function layer(side, period) { return side * periods + period; }
  /* Times are whole parts of the unit that is shown: minutes of hours, or microseconds of milliseconds. */
  function hours(parts) {
    return parts < 0 ? '–' : tenths.format(parts / data.clock) + '\u00a0' + words.hours;
  }

  /* One commune, today and planned, period by period. */
  function communeTable(d) {
    var table = element('table'), head = table.createTHead().insertRow(), body = table.createTBody();
    [words.period, words.network, words.served, words.time, words.co2].forEach(function (w) {
      var th = element('th', w);
      th.scope = 'col';
      head.appendChild(th);
    });
    for (var t = 0; t < periods; t++)
      for (var side = 0; side < 2; side++) {
        var row = body.insertRow(), k = layer(side, t), site = data.server[k][d];
        var th = element('th', data.periods[t]);
        th.scope = 'row';
        row.appendChild(th);
        row.insertCell().textContent = side ? words.plan : words.today;
        row.insertCell().textContent = site < 0 ? words.nobody : data.sites[site][0];
        row.insertCell().textContent = hours(data.times[k][d]);
        row.insertCell().textContent = data.grams[k][d] < 0 ? '–' : number.format(data.grams[k][d]);
        row.cells[3].className = row.cells[4].className = 'n';
      }
    return table;
  }
  function communeLabel(d) { return data.names[d] + ' (' + data.ids[d] + ')'; }
  function startLookup() {
    var list = document.getElementById('communes'), input = document.getElementById('commune');
    var found = document.getElementById('found'), byLabel = new Map();
    data.names.forEach(function (name, d) {
      var option = element('option');
      option.value = communeLabel(d);
      list.appendChild(option);
      byLabel.set(option.value.toLowerCase(), d);
      if (!byLabel.has(name.toLowerCase())) byLabel.set(name.toLowerCase(), d);
    });
    input.addEventListener('change', function () {
      var text = input.value.trim().toLowerCase(), d = byLabel.get(text);
      found.textContent = '';
      if (!text) return;
      if (d === undefined) { found.appendChild(element('p', words.notFound)); return; }
      found.appendChild(element('p', say(words.found, communeLabel(d), number.format(data.units[d] / 10))));
      found.appendChild(communeTable(d));
    });
    lookup.hidden = false;
  }
  startLookup();
  /* Paper has no triangles to press. */
  window.addEventListener('beforeprint', function () {
    document.querySelectorAll('details').forEach(function (d) { d.open = true; });
  });
  if (!window.L) return;

  /* Shapes as in map_still.c; the digit of a site's state chooses. */
  var shapes = ['', '<path class="site kept" d="M-5-5H5V5H-5z"/>', '<path class="site opened" d="M0-10L10 0L0 10L-10 0z"/>',
    '<path class="site extended" d="M0-10L10 8H-10z"/>', '<path class="site closed" d="M-5-5L5 5M5-5L-5 5"/>',
    '<circle class="site partner" r="4"/>', '<path class="site upper" d="M-8 6V-2L0-8L8-2V6z"/>'];
  var timeColours = ['#08306b', '#2171b5', '#6baed6', '#fdae61', '#d7301f'];
  var steps = timeSteps();

  /* Upper bounds of the colour classes in whole hours or milliseconds, from what the two networks reach at all; the last holds all. */
  function timeSteps() {
    var all = [];
    data.times.forEach(function (row) { row.forEach(function (m) { if (m >= 0) all.push(m); }); });
    all.sort(function (a, b) { return a - b; });
    return [0.2, 0.4, 0.6, 0.8, 1].map(function (q) { return Math.ceil(all[Math.floor(q * (all.length - 1))] / data.clock); })
      .filter(function (h, i, list) { return !i || h > list[i - 1]; });
  }
  function classColour(i) { return timeColours[steps.length < 2 ? 0 : Math.round(i * 4 / (steps.length - 1))]; }
  function timeColour(parts) {
    var i = 0;
    while (i + 1 < steps.length && parts > steps[i] * data.clock) i++;
    return parts < 0 ? '#333333' : classColour(i);
  }

  document.getElementById('live').hidden = false;
  document.body.classList.add('live-on');
  var box = data.box, canvas = L.canvas({ padding: 0.5 });
  var map = L.map('live-map', { renderer: canvas, attributionControl: false, zoomControl: false, zoomSnap: 0.05, zoomDelta: 0.5, maxBoundsViscosity: 0.8 });
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  var bounds = L.latLngBounds([box[1] / 1e4, box[0] / 1e4], [box[3] / 1e4, box[2] / 1e4]);
  map.fitBounds(bounds);
  map.setMaxBounds(bounds.pad(0.6));
  var container = map.getContainer();
  container.setAttribute('role', 'application');
  container.setAttribute('aria-label', words.mapLabel);

  data.departements.forEach(function (ring) {
    L.polyline(places(ring), { color: '#c3c9cf', weight: 1, interactive: false }).addTo(map);
  });
  data.regions.forEach(function (ring) {
    L.polyline(places(ring), { color: '#737e89', weight: 1.6, interactive: false }).addTo(map);
  });
  var drawn = L.layerGroup().addTo(map), marks = L.layerGroup().addTo(map), rounds = L.layerGroup().addTo(map);

  /* Dots grow with the map, half as fast; units are tenths of a parcel a day. */
  var wholeZoom = map.getZoom(), wholeWidth = container.clientWidth;
  function radius(units) {
    var scale = Math.min(1, wholeWidth / 900) * Math.pow(2, (map.getZoom() - wholeZoom) / 2);
    return Math.min(30, scale * Math.max(1.3, Math.min(9, data.dot * Math.sqrt(units / 10))));
  }
  /* Rounds are hairs on a region and lines among streets. */
  function roundWeight() { return Math.max(1.1, Math.min(3, 1.1 + (map.getZoom() - wholeZoom - 4) / 2)); }
  map.on('zoomend', function () {
    rounds.eachLayer(function (line) { line.setStyle({ weight: roundWeight() }); });
    drawn.eachLayer(function (shape) { if (shape.commune !== undefined) shape.setRadius(radius(data.units[shape.commune])); });
  });
  function drawCommunes(k, byTime) {
    drawn.clearLayers();
    data.server[k].forEach(function (site, d) {
      if (site < 0 || data.sites[site][5] || byTime) return;
      var s = data.sites[site];
      L.polyline([at[d], [s[2] / 1e4, s[1] / 1e4]], { color: data.palette[s[3]], weight: 0.8, opacity: 0.35, interactive: false }).addTo(drawn);
    });
    data.server[k].forEach(function (site, d) {
      var partner = site >= 0 && data.sites[site][5];
      var colour = byTime ? timeColour(data.times[k][d]) : site < 0 ? '#c1121f' : partner ? '#8b949d' : data.palette[data.sites[site][3]];
      var dot = L.circleMarker(at[d], { radius: radius(data.units[d]), color: colour, weight: partner && !byTime ? 1.2 : 0.5,
        fillColor: colour, fillOpacity: partner && !byTime ? 0.25 : 0.85, opacity: 1 })
        .on('click', function (event) { L.popup({ maxWidth: 260 }).setLatLng(event.latlng).setContent(communePopup(k, d)).openOn(map); })
        .addTo(drawn);
      dot.commune = d;
    });
  }
  function communePopup(k, d) {
    var e = element('div'), site = data.server[k][d];
    e.appendChild(element('strong', communeLabel(d)));
    e.appendChild(element('div', number.format(data.units[d] / 10) + ' ' + words.parcels));
    e.appendChild(element('div', words.served + ' ' + (site < 0 ? words.nobody : data.sites[site][0])));
    e.appendChild(element('div', words.time + ' ' + hours(data.times[k][d])));
    return e;
  }
  function drawSites(k) {
    marks.clearLayers();
    data.sites.forEach(function (s, i) {
      var mark = +data.marks[k][i];
      if (!mark) return;
      var text = s[4] && (mark === 2 || mark === 3) ? '<text class="number" y="' + (mark === 3 ? 7 : 3.2) + '">' + s[4] + '</text>' : '';
      var label = (text ? s[4] + ' ' : '') + s[0] + ', ' + words['mark' + mark];
      var popup = element('div');
      popup.appendChild(element('strong', s[0]));
      popup.appendChild(element('div', words['mark' + mark]));
      if (data.capacity[k][i]) popup.appendChild(element('div', say(words.load, number.format(data.load[k][i]), number.format(data.capacity[k][i]))));
      L.marker([s[2] / 1e4, s[1] / 1e4], { title: label, alt: label, zIndexOffset: mark === 2 ? 1000 : mark === 3 ? 800 : mark === 1 ? 400 : 0,
        icon: L.divIcon({ className: 'mark', iconSize: [24, 24], html: '<svg viewBox="-12 -12 24 24" width="24" height="24" aria-hidden="true">' + shapes[mark] + text + '</svg>' }) })
        .on('add', function () { this.getElement().setAttribute('role', 'button'); this.getElement().setAttribute('aria-label', label); })
        .bindPopup(popup).addTo(marks);
    });
  }
  function drawRounds(side, period) {
    rounds.clearLayers();
    var count = 0;
    data.days.forEach(function (day) {
      if (day[0] !== side || day[1] !== period) return;
      day[3].forEach(function (round) {
        L.polyline(places(round), { color: '#18212b', weight: roundWeight(), opacity: 0.8, interactive: false }).addTo(rounds);
        count++;
      });
    });
    return count;
  }
  /* The legend says what colours mean when they mean hours. */
  var key = element('ul');
  key.className = 'key';
  key.hidden = true;
  steps.forEach(function (hours, i) {
    var item = element('li');
    item.innerHTML = '<svg width="14" height="14" aria-hidden="true"><circle r="6" cx="7" cy="7" fill="' + classColour(i) + '"/></svg>';
    item.appendChild(element('span', say(words.atMost, hours)));
    key.appendChild(item);
  });
  container.after(key);

  var form = document.getElementById('switches'), said = document.getElementById('map-said');
  form.addEventListener('submit', function (event) { event.preventDefault(); });
  function draw() {
    var side = +form.elements.side.value, period = +form.elements.period.value, byTime = form.elements.colour.value === '1';
    var k = layer(side, period);
    drawCommunes(k, byTime);
    drawSites(k);
    key.hidden = !byTime;
    rounds.clearLayers();
    said.textContent = (side ? words.plan : words.today) + ', ' + data.periods[period];
    if (form.elements.rounds && form.elements.rounds.checked && !drawRounds(side, period)) said.textContent += '. ' + words.noRounds;
  }
  form.addEventListener('change', draw);
  draw();

  /* From the picture of a day on streets to the same day here. */
  var toStreets = document.getElementById('show-streets');
  if (toStreets && data.streets) {
    toStreets.hidden = false;
    toStreets.firstChild.addEventListener('click', function () {
      var s = data.streets;
      form.elements.side.value = s[0];
      form.elements.period.value = s[1];
      form.elements.rounds.checked = true;
      draw();
      map.fitBounds([[s[3] / 1e4, s[2] / 1e4], [s[5] / 1e4, s[4] / 1e4]]);
    });
  }
})();
