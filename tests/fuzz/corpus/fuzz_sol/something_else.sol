{"routes": []}
