"""The app in Flower's simulation, whose workers have to find it by PYTHONPATH."""

import mnist_app
from flwr.simulation import run_simulation

run_simulation(
    server_app=mnist_app.server,
    client_app=mnist_app.client,
    num_supernodes=mnist_app.CLIENTS,
    backend_config={"client_resources": {"num_cpus": 1, "num_gpus": 0}},
)
