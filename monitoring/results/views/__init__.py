"""Pages over the results: each view finds its object in the tenant's scope, asks a query and renders."""
