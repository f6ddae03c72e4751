#!/usr/bin/env python3
"""What openrouteservice for Python asks and is answered: ors_python.py URL. Prints {"matrix", "geometry", "mistake"}; clients.mjs judges."""
import json
import sys

import openrouteservice
from openrouteservice.optimization import Job, Shipment, ShipmentStep, Vehicle

client = openrouteservice.Client(key="k3y-that-is-secret", base_url=sys.argv[1])


def asked(**problem):
    """The body that was sent and the answer."""
    answer = client.optimization(**problem)
    return {"problem": json.loads(client.req.body), "answer": answer}


def refused(**problem):
    try:
        client.optimization(**problem)
    except openrouteservice.exceptions.ApiError as error:
        return {"status": error.status, "message": error.message}
    return {}


depot, stops = [4.83, 45.76], [[4.85, 45.77], [4.80, 45.75], [4.86, 45.74]]
jobs = [Job(id=i, location=place, service=60, amount=[1]) for i, place in enumerate(stops)]
shipment = Shipment(pickup=ShipmentStep(id=7, location=stops[0]), delivery=ShipmentStep(id=8, location=stops[2]), amount=[1], skills=[], priority=5)
van = Vehicle(id=1, start=depot, end=depot, capacity=[5])
print(json.dumps({
    "matrix": asked(jobs=[Job(id=i, location_index=i, amount=[1]) for i in (1, 2)],
                    vehicles=[Vehicle(id=1, start_index=0, end_index=0, capacity=[2])],
                    matrix=[[0, 100, 200], [100, 0, 150], [200, 150, 0]]),
    "geometry": asked(jobs=jobs, shipments=[shipment], vehicles=[van], geometry=True),
    "mistake": refused(jobs=[Job(id=1, location=[500, 1])], vehicles=[van]),
}))
