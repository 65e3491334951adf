"""Run by script/access-table in Odoo's shell: write tests/access/*.csv; keeps nothing else."""

import access_table

table = access_table.compute(env)
access_table.write(table)
env.cr.rollback()
print(f"{sum(map(len, table.values()))} models in {len(table)} files of tests/access")
